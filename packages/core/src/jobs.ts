import { runSyncJob } from './sync/run-sync.job.ts';

/** THE LIST: every background job. Importing it opens nothing. */
export const jobs = [runSyncJob] as const;
