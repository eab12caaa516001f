import type { End, Turn, TurnOutcome } from '@tandem/db';
import type { TurnId } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';

const visible: End = { kind: 'answered', reason: 'the reply is visible to the customer' };

/** Gives every answered turn whose messages are settled its one end; `sentTurnIds`: of these one was sent just now, the last. */
export async function endTurns(
  context: LaneContext,
  input: { lane: HeldLane; turns: readonly Turn[]; sentTurnIds: ReadonlySet<TurnId> },
): Promise<void> {
  const { lane, turns, sentTurnIds } = input;
  const { scope, key } = lane;
  const answered = turns.filter(({ state }) => state === 'answered');
  const [sent, others] = [true, false].map((isSent) =>
    answered.filter(({ id }) => sentTurnIds.has(id) === isSent),
  );
  for (const { id } of sent ?? []) lane.note(scope.turns.end(key, id, visible, context.now()));
  if (!others || others.length === 0) return;
  const [outcomes] = await lane.send([scope.outbound.outcomes(key)]);
  for (const outcome of outcomes) {
    const end = endOf(outcome);
    if (!end) continue;
    lane.note(scope.turns.end(key, outcome.turnId, end, context.now()));
    if (end.kind === 'dead') lane.note(scope.deadLetters.addTurn(key, outcome.turnId, context.now()));
  }
}

/** One visible reply answers the turn; null while something of it is open. Pure. */
export function endOf(outcome: TurnOutcome): End | null {
  if (outcome.sent > 0) return outcome.open > 0 ? null : visible;
  if (outcome.open > 0) return null;
  if (outcome.dead > 0) return { kind: 'dead', reason: outcome.reason ?? 'the reply could not be delivered' };
  if (outcome.suppressed > 0)
    return { kind: 'suppressed', reason: outcome.reason ?? 'the reply was held back' };
  return { kind: 'answered', reason: 'the bot answered it together with another message' };
}
