import type { Session, TenantScope, Turn } from '@tandem/db';
import { configDefaults, formatActor } from '@tandem/schemas';
import { handOver } from '../handoff/hand-over.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { mayBeShown } from '../typing/may-be-shown.ts';
import { wordsFor } from '../words/words-for.ts';

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
    if (mayBeShown(turn, at)) await scope.sessions.progress(input.session.id, { typing: true });
    await tellAndHandOver(context, scope, input);
    await scope.lanes.touch({ ...lane.key, direction: 'to-channel' }, at);
  });
  context.wake([{ ...lane.key, direction: 'to-channel' }]);
  const { tenantId, conversationId } = lane.key;
  context.log.warn({ tenantId, conversationId, turnId: turn.id, outcome: 'dead', reason }, 'turn dead');
}

async function tellAndHandOver(context: LaneContext, scope: TenantScope, input: FailTurn): Promise<void> {
  const { tenant, session, turn } = input;
  const config = tenant?.config ?? configDefaults;
  if (config.enableHumanHandoff) {
    await handOver(context, scope, {
      session,
      config,
      reason: `the bot failed: ${input.reason}`,
      actor: formatActor({ type: 'tandem' }),
      causeId: turn.id,
      turnId: turn.id,
      inboundId: null,
      request: null,
      said: false,
      locale: null,
    });
    return;
  }
  const text = wordsFor(config, session.locale).fallbackMessage;
  const { replyTtlMinutes } = config;
  if (session.fallbackAt !== null || !text) return;
  const words = { kind: 'notice', payload: { type: 'text', text } } as const;
  await queueStep(context, scope, { session, turnId: turn.id, inboundId: null, replyTtlMinutes, ...words });
  await scope.sessions.progress(session.id, { fallbackAt: context.now() });
}
