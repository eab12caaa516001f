import type { LetterStanding } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import type { DeadLetterDetails } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { why } from '../messages/why.ts';
import { letterView } from './letter-view.ts';
import { lookAtLetter, openDesk } from './look-at-letter.ts';

/** A dead letter with its trail, what a replay would do and what stands against it. */
export async function getDeadLetter(
  context: AdminContext,
  input: { tenantId: TenantId; id: string },
): Promise<DeadLetterDetails> {
  const { tenantId, id } = input;
  const desk = await openDesk(context, tenantId);
  const { standing, decision } = await lookAtLetter(context, { desk, id });
  const { letter, attempts, saidAt } = standing;
  return {
    ...letterView(letter),
    attempts,
    saidAt: saidAt.toISOString(),
    replay: { does: whatReplayDoes(standing), ...decision },
    trail: await why(context, { tenantId, messageId: id }),
  };
}

function whatReplayDoes({ letter, outbound, mergedIds }: LetterStanding): string {
  if (outbound)
    return `It is sent to Chatwoot once more, at its old place: before what still waits, after what was shown (${letter.kind}).`;
  const others = mergedIds.length - 1;
  const together = others > 0 ? ` together with ${others} more that died with it` : '';
  return `It goes to the bot once more${together}, in a turn of its own, before what the customer writes from now on.`;
}
