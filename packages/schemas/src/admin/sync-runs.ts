import { z } from 'zod';
import { zTenantId } from '../ids.ts';

export const zSyncStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);

/** What became of one thing that was to be in the engine. `key`: `config` or `knowledge/<position>`. */
export const zSyncEntry = z.object({
  key: z.string(),
  outcome: z.enum(['unchanged', 'uploaded', 'deleted', 'failed']),
  reason: z.string().optional(),
});
export type SyncEntry = z.output<typeof zSyncEntry>;

export const zSyncRunView = z.object({
  id: z.uuid(),
  status: zSyncStatus,
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  entries: z.array(zSyncEntry),
});
export type SyncRunView = z.output<typeof zSyncRunView>;

export const zStartSync = z.strictObject({ tenantId: zTenantId });
export const zGetSyncRun = z.strictObject({ tenantId: zTenantId, syncRunId: z.uuid().toLowerCase() });

export const zStartedSyncAnswer = z.object({ syncRun: z.object({ id: z.uuid(), status: zSyncStatus }) });
export const zSyncRunAnswer = z.object({ syncRun: zSyncRunView });
