import type { DueWork } from '@tandem/db';
import type { LaneKey } from '@tandem/schemas';
import { later } from './earliest.ts';

interface SweepContext {
  due: DueWork;
  now(): Date;
  run(lane: LaneKey): void;
}

interface Sweep {
  /** Lanes due for less are left to their wake-ups; 0 when there are none to come. */
  overdueMs: number;
  limit: number;
}

/** Finds work that no wake-up brought, the longest waiting first, and runs it. Answers how many lanes it found. */
export async function sweepLanes(context: SweepContext, input: Sweep): Promise<number> {
  const now = context.now();
  for (const lane of await context.due.wakeChecks(now, input.limit)) context.run(lane);
  const lanes = await context.due.lanes(later(now, -input.overdueMs), input.limit);
  for (const lane of lanes) context.run(lane);
  return lanes.length;
}
