import type { DueWork } from '@tandem/db';
import type { LaneKey } from '@tandem/schemas';
import { later } from './earliest.ts';
import { takeFairly } from './take-fairly.ts';

interface SweepContext {
  due: DueWork;
  now(): Date;
  /** False: the lane is here already, or no place is free for its tenant. */
  run(lane: LaneKey): boolean;
}

interface Sweep {
  /** Lanes due for less are left to their wake-ups; 0 when there are none to come. */
  overdueMs: number;
  limit: number;
}

/** Lanes that a sweep found, and how many of them were taken in. */
export interface SweptLanes {
  found: number;
  begun: number;
}

/** Finds work that no wake-up brought, the longest waiting first and no tenant filling the batch, and runs it. */
export async function sweepLanes(context: SweepContext, input: Sweep): Promise<SweptLanes> {
  const { due } = context;
  const { limit } = input;
  const now = context.now();
  const checks = await takeFairly({ limit, find: (count, except) => due.wakeChecks(now, count, except) });
  for (const lane of checks) context.run(lane);
  const dueBy = later(now, -input.overdueMs);
  const lanes = await takeFairly({ limit, find: (count, except) => due.lanes(dueBy, count, except) });
  return { found: lanes.length, begun: lanes.filter((lane) => context.run(lane)).length };
}
