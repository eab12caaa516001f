import { defineJob } from '@tandem/queue';
import { type TenantId, zTenantId } from '@tandem/schemas';
import { z } from 'zod';
import type { SyncContext } from './context.ts';
import { runSync } from './run-sync.ts';

/** Does one sync run; its row in MySQL says whether it still has to be done. */
export const runSyncJob = defineJob<SyncContext, { tenantId: TenantId; syncRunId: string }>({
  name: 'run-sync',
  queue: 'background',
  payload: z.object({ tenantId: zTenantId, syncRunId: z.uuid() }),
  dedupe: ({ syncRunId }) => syncRunId,
  handle: runSync,
});
