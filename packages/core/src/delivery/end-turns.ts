import type { End, TurnOutcome } from '@tandem/db';
import type { LaneContext } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';

/** Gives every answered turn whose messages are settled its one end. Answers whether a turn still waits for its reply. */
export async function endTurns(context: LaneContext, lane: HeldLane): Promise<boolean> {
  const turns = await lane.scope.turns.open(lane.key);
  const isAnyAnswered = turns.some((turn) => turn.state === 'answered');
  const outcomes = isAnyAnswered ? await lane.scope.outbound.outcomes(lane.key) : [];
  for (const outcome of outcomes) {
    const end = endOf(outcome);
    if (!end) continue;
    await lane.scope.transaction(async (scope) => {
      await scope.turns.end(outcome.turnId, end, context.now());
      await scope.inbound.endTurn(lane.key, outcome.turnId, end, context.now());
    });
  }
  return turns.some((turn) => turn.state === 'waiting' || turn.state === 'sending');
}

/** One visible reply answers the turn; null while something of it is open. Pure. */
export function endOf(outcome: TurnOutcome): End | null {
  if (outcome.sent > 0) return outcome.open > 0 ? null : { kind: 'answered', reason: 'the reply is visible to the customer' };
  if (outcome.open > 0) return null;
  if (outcome.dead > 0) return { kind: 'dead', reason: outcome.reason ?? 'the reply could not be delivered' };
  if (outcome.suppressed > 0) return { kind: 'suppressed', reason: outcome.reason ?? 'the reply was held back' };
  return { kind: 'answered', reason: 'the bot answered it together with another message' };
}
