import { sweepLanes } from '@tandem/core/lanes';
import type { DueWork } from '@tandem/db';
import type { LaneKey, TenantId } from '@tandem/schemas';

interface Due {
  dueWork: DueWork;
  tenantId: TenantId;
  now: Date;
}

const searchMs = 3_600_000;

/** The lanes of one tenant that a sweep finds now. */
export async function dueLanes({ dueWork, tenantId, now }: Due): Promise<LaneKey[]> {
  const due: LaneKey[] = [];
  const run = (lane: LaneKey) => {
    if (lane.tenantId === tenantId) due.push(lane);
    return true;
  };
  await sweepLanes({ due: dueWork, now: () => now, run }, { overdueMs: 0, limit: 1_000 });
  return due;
}

/** The next time at which a lane of the tenant gets due, or one of `times` comes; null when none does within an hour. */
export async function nextDueAt(input: Due, times: readonly (Date | null)[]): Promise<Date | null> {
  const nowMs = input.now.getTime();
  const coming = times.flatMap((at) => (at && at.getTime() > nowMs ? at.getTime() : []));
  const known = coming.length === 0 ? null : Math.min(...coming);
  // A lane whose wake-up was lost with its worker is found by its time alone.
  let [from, to] = [nowMs, known ?? nowMs + searchMs];
  if (!(await isDueBy(input, to - 1))) return known === null ? null : new Date(known);
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (await isDueBy(input, middle)) to = middle;
    else from = middle;
  }
  return new Date(to);
}

async function isDueBy({ dueWork, tenantId }: Due, ms: number): Promise<boolean> {
  const lanes = await dueWork.lanes(new Date(ms), 1_000);
  return lanes.some((lane) => lane.tenantId === tenantId);
}
