import type { Database } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';

/** Deletes what is left of a purged tenant, at most `batchesMax` batches of it; `signal` ends it at the next one. */
export async function emptyTenant(
  context: { database: Database; now(): Date; signal?: AbortSignal },
  { tenantId, batchesMax }: { tenantId: TenantId; batchesMax: number },
): Promise<{ state: 'done' | 'under-way'; rows: number }> {
  const { tenantRemoval } = context.database.platform;
  let rows = 0;
  for (let batch = 0; batch < batchesMax && !context.signal?.aborted; batch += 1) {
    const deleted = await tenantRemoval.empty(tenantId);
    rows += deleted;
    if (deleted > 0) continue;
    await tenantRemoval.leave(tenantId, context.now());
    return { state: 'done', rows };
  }
  return { state: 'under-way', rows };
}
