import type { Session, Turn } from '@tandem/db';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { mayBeShown } from '../typing/may-be-shown.ts';
import { tellFailure } from './tell-failure.ts';

export interface FailTurn {
  lane: HeldLane;
  tenant: TenantView | null;
  turn: Turn;
  session: Session;
  reason: string;
}

/**
 * The bot failed: the turn is dead with its reason, and the conversation is handed over; where handoff is switched off, the
 * customer is told once per outage. Typing may be on: the lane to the channel turns it off.
 */
export async function failTurn(context: LaneContext, input: FailTurn): Promise<void> {
  const { lane, turn, reason } = input;
  const at = context.now();
  await lane.scope.transaction(async (scope) => {
    await lane.fence(scope);
    await scope.turns.end(lane.key, turn.id, { kind: 'dead', reason }, at);
    await scope.deadLetters.addTurn(lane.key, turn.id, at);
    if (mayBeShown(context, turn)) await scope.sessions.progress(input.session.id, { typing: true });
    const about = { turnId: turn.id, inboundId: null, causeId: turn.id };
    await tellFailure(context, scope, { ...input, ...about });
    await scope.lanes.touch({ ...lane.key, direction: 'to-channel' }, at);
  });
  context.wake([{ ...lane.key, direction: 'to-channel' }]);
  const { tenantId, conversationId } = lane.key;
  context.log.warn({ tenantId, conversationId, turnId: turn.id, outcome: 'dead', reason }, 'turn dead');
}
