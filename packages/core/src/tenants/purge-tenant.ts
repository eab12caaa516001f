import type { TenantId } from '@tandem/schemas';
import type { PurgeView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { emptyTenant } from './empty-tenant.ts';

/** A caller is kept waiting for these; what is more is left to workers. */
const batchesMax = 50;

/**
 * Purges a deleted tenant now, for good. AppError `conflict`: it is not deleted; `unprocessable`: `confirm` is neither its
 * name nor its slug.
 */
export async function purgeTenant(
  context: AdminContext,
  input: { tenantId: TenantId; confirm: string },
): Promise<PurgeView> {
  const { database, actor } = context;
  const { tenantId, confirm: name } = input;
  const change = { actor, now: context.now(), name };
  const { revision } = await database.platform.tenantRemoval.purge(tenantId, change);
  context.notifyChange(tenantId, revision);
  return { tenantId, ...(await emptyTenant(context, { tenantId, batchesMax })) };
}
