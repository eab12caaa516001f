import type { Database, LaneOverview } from '@tandem/db';
import type { LanesView } from '@tandem/schemas/admin';
import { type LaneState, laneState, laneStates } from './lane-state.ts';

/** What one look at the lanes reads at most. */
const bounds = { countedMax: 10_000, lookedMax: 500 };
const directions = ['to-engine', 'to-channel'] as const;

/** How much waits in the lanes, why and for how long, by one bounded look: for administrators and for metrics. */
export async function viewLanes(context: { database: Database; now(): Date }): Promise<LanesView> {
  const now = context.now();
  return toView(await context.database.platform.laneOverview({ ...bounds, now }), now);
}

/** Pure. */
export function toView(overview: LaneOverview, now: Date): LanesView {
  const { counts, isCut, waiting } = overview;
  const ageS = (at: Date | null) =>
    at === null ? null : Math.max(0, (now.getTime() - at.getTime()) / 1_000);
  const seen = waiting.map((lane) => ({ direction: lane.direction, ...laneState(lane, now) }));
  return {
    isCut,
    looked: waiting.length,
    directions: directions.map((direction) => {
      const count = counts.find((one) => one.direction === direction);
      const { lanes = 0, due = 0, held = 0, oldestDueAt = null } = count ?? {};
      const states = laneStates.map((state) => {
        const here = seen.filter((one) => one.direction === direction && one.state === state);
        return { state, lanes: here.length, oldestS: ageS(oldestOf(here)) };
      });
      return { direction, lanes, due, held, oldestDueS: ageS(oldestDueAt), states };
    }),
  };
}

function oldestOf(lanes: readonly { state: LaneState; since: Date | null }[]): Date | null {
  const times = lanes.flatMap(({ since }) => (since === null ? [] : [since.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
