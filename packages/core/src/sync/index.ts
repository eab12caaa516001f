export type { SyncContext } from './context.ts';
export { countSyncs } from './count-syncs.ts';
export { getSyncRun } from './get-sync-run.ts';
export { runSyncJob } from './run-sync.job.ts';
export { startAllSyncs } from './start-all-syncs.ts';
export { startSync } from './start-sync.ts';
export { sweepSyncRuns } from './sweep-sync-runs.ts';
export { syncAll } from './sync-all.ts';
