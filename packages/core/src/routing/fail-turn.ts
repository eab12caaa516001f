import type { Session, TenantScope, Turn } from '@tandem/db';
import { configDefaults, formatActor } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { handOver } from '../ownership/hand-over.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { rulesOf } from '../ownership/rules-of.ts';
import { wordsFor } from '../words/words-for.ts';

export interface FailTurn {
  lane: HeldLane;
  tenant: TenantView | null;
  turn: Turn;
  session: Session;
  reason: string;
}

/**
 * The bot failed: the turn is dead with its reason, the customer is told once per outage, and, unless handoff is switched
 * off, a human becomes the owner and the conversation is opened. Typing may be on: the lane to the channel turns it off.
 */
export async function failTurn(context: LaneContext, input: FailTurn): Promise<void> {
  const { lane, turn, reason } = input;
  const at = context.now();
  await lane.scope.transaction(async (scope) => {
    await lane.fence(scope);
    await scope.turns.end(lane.key, turn.id, { kind: 'dead', reason }, at);
    await scope.sessions.progress(input.session.id, { typing: true });
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
  const notice = session.fallbackAt === null ? wordsFor(config, session.locale).fallbackMessage : null;
  const at = context.now();
  let isTold = notice !== null && notice !== '';
  if (config.enableHumanHandoff) {
    const changed = await handOver(context, scope, {
      session,
      reason: `the bot failed: ${input.reason}`,
      actor: formatActor({ type: 'tandem' }),
      causeId: turn.id,
      turnId: turn.id,
      notice: notice || null,
      replyTtlMinutes: config.replyTtlMinutes,
      rules: rulesOf({ config }),
    });
    isTold &&= changed;
  } else if (notice) {
    const { replyTtlMinutes } = config;
    const payload = { type: 'text', text: notice };
    await queueStep(context, scope, {
      session,
      turnId: turn.id,
      inboundId: null,
      replyTtlMinutes,
      kind: 'notice',
      payload,
    });
  }
  if (isTold) await scope.sessions.progress(session.id, { fallbackAt: at });
}
