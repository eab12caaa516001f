import type { Statement } from '@tandem/db';
import type { EngineReply } from '@tandem/integrations/contract';
import { configDefaults } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';
import { countFallback, fallbacksIn } from './count-fallback.ts';
import { handOverAsAsked, handoffRequestOf } from './hand-over-as-asked.ts';
import { type HandOverTurn, handOverTurn } from './hand-over-turn.ts';

interface HandOverByReply extends HandOverTurn {
  /** What is to be sent with the next packet of the transaction. */
  steps: Statement<unknown>[];
  reply: EngineReply;
}

/** Hands over what a reply of the bot calls for: it asks for a human, or is one fallback in a row too many. */
export async function handOverByReply(context: LaneContext, input: HandOverByReply): Promise<void> {
  const { tenant, scope, steps, reply } = input;
  const { enableHumanHandoff, escalationRules } = tenant?.config ?? configDefaults;
  const inARow = countOn(context, input);
  const isTooMany = enableHumanHandoff && inARow >= escalationRules.maxFallbacks;
  const request = handoffRequestOf(reply);
  if (!request && !isTooMany) return;
  await scope.together(steps.splice(0));
  if (request) await handOverAsAsked(context, { ...input, request });
  if (!isTooMany) return;
  const reason = `fallbacks in a row: ${inARow}`;
  await handOverTurn(context, { ...input, reason, by: 'tandem', request });
}

/** Answers how many fallbacks there are in a row when this reply made it one more, else 0. */
function countOn(context: LaneContext, input: HandOverByReply): number {
  const { scope, session, turn, steps, reply } = input;
  if (!turn) return 0;
  const given = { session, turnId: turn.id, isFallback: reply.fallback, at: context.now() };
  const streak = countFallback(given);
  if (streak === null) return 0;
  session.fallbacks = streak;
  steps.push(scope.marks.fallbacks(session.id, streak));
  return fallbacksIn(streak);
}
