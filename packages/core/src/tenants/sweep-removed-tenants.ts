import type { Database } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import { emptyTenant } from './empty-tenant.ts';
import { endTenantWork } from './end-tenant-work.ts';

const tenantsMax = 20;
const batchesMax = 50;
/** Work that was under way when a tenant was deleted has come to rest by then. */
const restlessMs = 3_600_000;

/**
 * Ends what deleted tenants still had under way, purges those whose time is over, and empties purged ones; answers how many
 * tenants it looked at. Any number of workers may do it at once; one that stops leaves the rest to be found again.
 */
export async function sweepRemovedTenants(context: {
  database: Database;
  now(): Date;
  notifyChange(tenantId: TenantId, revision: number): void;
  signal?: AbortSignal;
}): Promise<number> {
  const { tenantRemoval } = context.database.platform;
  const now = context.now();
  const recent = await tenantRemoval.deletedSince(new Date(now.getTime() - restlessMs), tenantsMax);
  for (const tenantId of recent) await endTenantWork(context, { tenantId });
  const due = await tenantRemoval.due(now, tenantsMax);
  for (const { tenantId, status } of due) {
    if (context.signal?.aborted) break;
    if (status === 'deleted') {
      const actor = { type: 'tandem' } as const;
      const { revision } = await tenantRemoval.purge(tenantId, { actor, now, name: null });
      context.notifyChange(tenantId, revision);
    }
    await emptyTenant(context, { tenantId, batchesMax });
  }
  return recent.length + due.length;
}
