import type { WaitingLane } from '@tandem/db';

/** Why a lane with work is where it is; `timer`: nothing waits, something happens by itself at a time. */
export const laneStates = ['due', 'held', 'unknown', 'retry', 'paced', 'delayed', 'timer'] as const;
export type LaneState = (typeof laneStates)[number];

/** What a lane waits for, and since when the oldest thing in it does; null: nothing of a customer's or bot's. Pure. */
export function laneState(lane: WaitingLane, now: Date): { state: LaneState; since: Date | null } {
  const { pendingSince, carriedSince } = lane;
  const [since = null] = [pendingSince, carriedSince]
    .filter((at) => at !== null)
    .sort((a, b) => a.getTime() - b.getTime());
  return { state: stateOf(lane, { now, isEmpty: since === null }), since };
}

function stateOf(lane: WaitingLane, { now, isEmpty }: { now: Date; isEmpty: boolean }): LaneState {
  if (lane.held) return 'held';
  if (lane.unknownSince) return 'unknown';
  if (lane.dueAt <= now) return 'due';
  if (lane.retrySince) return 'retry';
  if (lane.pacedSince) return 'paced';
  return isEmpty ? 'timer' : 'delayed';
}
