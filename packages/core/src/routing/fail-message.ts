import type { Session } from '@tandem/db';
import type { InboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { tellFailure } from './tell-failure.ts';

interface FailMessage {
  lane: HeldLane;
  tenant: TenantView | null;
  /** Null: there is none in which anybody could be told. */
  session: Session | null;
  id: InboundId;
  reason: string;
}

/** A customer's message that came into no turn is dead with its reason; what follows is the same as for a turn. */
export async function failMessage(context: LaneContext, input: FailMessage): Promise<void> {
  const { lane, tenant, session, id, reason } = input;
  const at = context.now();
  await lane.scope.transaction(async (scope) => {
    await scope.inbound.end([id], { kind: 'dead', reason }, at);
    await scope.deadLetters.addMessages([id], at);
    await lane.fence(scope);
    if (session)
      await tellFailure(context, scope, {
        tenant,
        session,
        reason,
        turnId: null,
        inboundId: id,
        causeId: id,
      });
  });
  context.wake([{ ...lane.key, direction: 'to-channel' }]);
  const { tenantId, conversationId } = lane.key;
  context.log.warn({ tenantId, conversationId, inboundId: id, outcome: 'dead', reason }, 'message dead');
}
