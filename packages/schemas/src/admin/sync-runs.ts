import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { zLastEventId } from './page.ts';

export const zSyncStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);

/** What became of one thing that was to be in the engine. `key`: `config`, `knowledge/<entry id>`, or `engine` for the whole. */
export const zSyncEntry = z.object({
  key: z.string(),
  outcome: z.enum(['unchanged', 'uploaded', 'deleted', 'failed']),
  reason: z.string().optional(),
});

export const zSyncRunView = z.object({
  id: z.uuid(),
  status: zSyncStatus,
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  entries: z.array(zSyncEntry),
});
export type SyncRunView = z.output<typeof zSyncRunView>;

/** A run without its entries. */
export const zSyncProgress = zSyncRunView.omit({ entries: true });
export type SyncProgressView = z.output<typeof zSyncProgress>;

export const zStartSync = z.strictObject({ tenantId: zTenantId });
export const zGetSyncRun = z.strictObject({ tenantId: zTenantId, syncRunId: z.uuid().toLowerCase() });

export const zWatchSyncRun = zGetSyncRun.extend({ lastEventId: zLastEventId });

export const zStartedSyncAnswer = z.object({ syncRun: z.object({ id: z.uuid(), status: zSyncStatus }) });
export const zSyncRunAnswer = z.object({ syncRun: zSyncRunView });

/** A page of all tenants. `deep`: also those whose engine was proven to hold what they want. */
export const zStartAll = z.strictObject({
  cursor: zTenantId.optional(),
  limit: z.int().min(1).max(2_000).default(1_000),
  deep: z.boolean().default(false),
});
export type StartAll = z.output<typeof zStartAll>;

/** How many tenants of the page were found how; `nextCursor` is null on the last page. */
export const zStartedAllAnswer = z.object({
  unchanged: z.int(),
  queued: z.int(),
  underWay: z.int(),
  carried: z.int(),
  withoutEngine: z.int(),
  nextCursor: z.string().nullable(),
});
export type StartedAllAnswer = z.output<typeof zStartedAllAnswer>;

export const zCountSyncs = z.strictObject({});
export const zWatchSyncCounts = z.strictObject({ lastEventId: zLastEventId });
export const zSyncCountsAnswer = z.object({ queued: z.int(), running: z.int() });
