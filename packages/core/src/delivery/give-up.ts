import type { TenantScope } from '@tandem/db';
import { formatActor } from '@tandem/schemas';
import { handOver } from '../handoff/hand-over.ts';
import type { LaneContext } from '../lanes/context.ts';
import type { SendInput } from './send-next.ts';

/**
 * A message is dead with its reason. When it was the bot's reply, a human becomes the owner, unless handoff is switched off:
 * the customer waits for words that will not come, and is told so.
 */
export async function giveUp(context: LaneContext, input: SendInput, reason: string): Promise<'settled'> {
  const { lane, outbound, tenant } = input;
  await lane.scope.transaction(async (scope) => {
    // In the order of retry-later.ts.
    const isDead = await scope.outbound.drop(outbound.id, { state: 'dead', reason });
    if (isDead) await scope.deadLetters.addReply(outbound.id, context.now());
    await lane.fence(scope);
    const session = await scope.sessions.find(lane.key);
    // An echo may have proved meanwhile that it arrived.
    if (!isDead || outbound.kind !== 'reply' || !session || !tenant?.config.enableHumanHandoff) return;
    await handOver(context, scope, {
      session,
      config: tenant.config,
      reason: `a reply of the bot could not be delivered: ${reason}`,
      actor: formatActor({ type: 'tandem' }),
      causeId: outbound.id,
      turnId: outbound.turnId,
      inboundId: null,
      request: null,
      said: await hasSaid(scope, input),
      locale: null,
    });
  });
  const { tenantId, conversationId } = lane.key;
  context.log.warn(
    { tenantId, conversationId, outboundId: outbound.id, outcome: 'dead', reason },
    'delivery given up',
  );
  return 'settled';
}

/** Whether the customer read something of that turn, or may have. */
async function hasSaid(scope: TenantScope, { lane, outbound }: SendInput): Promise<boolean> {
  if (outbound.state === 'unknown') return true;
  const outcomes = await scope.outbound.outcomes(lane.key);
  return outcomes.some(({ turnId, sent }) => turnId === outbound.turnId && sent > 0);
}
