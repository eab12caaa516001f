import { formatActor } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';
import { handOver } from '../ownership/hand-over.ts';
import { rulesOf } from '../ownership/rules-of.ts';
import type { SendInput } from './send-next.ts';

/**
 * A message is dead with its reason. When it was the bot's reply, a human becomes the owner, unless handoff is switched off:
 * the customer waits for words that will not come.
 */
export async function giveUp(context: LaneContext, input: SendInput, reason: string): Promise<'settled'> {
  const { lane, outbound, tenant } = input;
  await lane.scope.transaction(async (scope) => {
    // In the order of retry-later.ts.
    const isDead = await scope.outbound.drop(outbound.id, { state: 'dead', reason });
    await lane.fence(scope);
    const session = await scope.sessions.find(lane.key);
    // An echo may have proved meanwhile that it arrived.
    if (!isDead || outbound.kind !== 'reply' || !session || !tenant?.config.enableHumanHandoff) return;
    await handOver(context, scope, {
      session,
      reason: `a reply of the bot could not be delivered: ${reason}`,
      actor: formatActor({ type: 'tandem' }),
      causeId: outbound.id,
      turnId: null,
      notice: null,
      replyTtlMinutes: tenant.config.replyTtlMinutes,
      rules: rulesOf(tenant),
    });
  });
  const { tenantId, conversationId } = lane.key;
  context.log.warn(
    { tenantId, conversationId, outboundId: outbound.id, outcome: 'dead', reason },
    'delivery given up',
  );
  return 'settled';
}
