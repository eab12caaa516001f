import type { End, Turn, TurnOutcome } from '@tandem/db';
import type { LaneContext } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';

/** Gives every answered turn whose messages are settled its one end. */
export async function endTurns(
  context: LaneContext,
  input: { lane: HeldLane; turns: readonly Turn[] },
): Promise<void> {
  const { lane, turns } = input;
  if (!turns.some((turn) => turn.state === 'answered')) return;
  for (const outcome of await lane.scope.outbound.outcomes(lane.key)) {
    const end = endOf(outcome);
    if (end) await lane.scope.turns.end(lane.key, outcome.turnId, end, context.now());
  }
}

/** One visible reply answers the turn; null while something of it is open. Pure. */
export function endOf(outcome: TurnOutcome): End | null {
  if (outcome.sent > 0)
    return outcome.open > 0 ? null : { kind: 'answered', reason: 'the reply is visible to the customer' };
  if (outcome.open > 0) return null;
  if (outcome.dead > 0) return { kind: 'dead', reason: outcome.reason ?? 'the reply could not be delivered' };
  if (outcome.suppressed > 0)
    return { kind: 'suppressed', reason: outcome.reason ?? 'the reply was held back' };
  return { kind: 'answered', reason: 'the bot answered it together with another message' };
}
