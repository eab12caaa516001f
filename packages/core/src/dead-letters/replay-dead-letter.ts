import type { TenantId } from '@tandem/schemas';
import type { DeadLetterView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { letterView } from './letter-view.ts';
import { lookAtLetter, openDesk } from './look-at-letter.ts';
import { replayLetter } from './replay-letter.ts';

interface ReplayDeadLetter {
  tenantId: TenantId;
  id: string;
  force: boolean;
  iKnowItWasNotDelivered: boolean;
}

/** Queues one dead letter once more; AppErrors as of `replayLetter`. `replayedIds`: those that went with it, itself among them. */
export async function replayDeadLetter(
  context: AdminContext,
  input: ReplayDeadLetter,
): Promise<{ deadLetter: DeadLetterView; replayedIds: string[] }> {
  const { tenantId, id, force, iKnowItWasNotDelivered: knowsUndelivered } = input;
  const desk = await openDesk(context, tenantId);
  const { ids, lane } = await replayLetter(context, { desk, id, force, knowsUndelivered });
  context.wakeLanes([lane]);
  const { standing } = await lookAtLetter(context, { desk, id });
  return { deadLetter: letterView(standing.letter), replayedIds: ids };
}
