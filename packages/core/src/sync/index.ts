export { getSyncRun } from './get-sync-run.ts';
export { runSyncJob } from './run-sync.job.ts';
export { startSync } from './start-sync.ts';
