import type { SyncContext } from './context.ts';
import { carryRun, claimRun } from './run-sync.ts';

/**
 * Takes up to `limit` due runs and carries them in the background; answers how many. Finds what no job tells of: scheduled
 * runs, jobs lost with Redis, runs of workers that died.
 */
export async function sweepSyncRuns(
  context: SyncContext & { track(work: Promise<void>): void },
  input: { limit: number },
): Promise<number> {
  const due = await context.database.platform.syncWork.due(context.now(), input.limit);
  let taken = 0;
  for (const job of due) {
    const run = await claimRun(context, job);
    if (run === null) continue;
    taken += 1;
    context.track(carryRun(context, run));
  }
  return taken;
}
