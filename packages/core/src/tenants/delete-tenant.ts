import type { TenantId } from '@tandem/schemas';
import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { endTenantWork } from './end-tenant-work.ts';
import { tenantView } from './tenant-view.ts';

const dayMs = 24 * 3_600_000;

/**
 * Deletes a tenant so that it can come back for `tenantPurgeDays`: from the commit on nothing more is sent or taken in, its
 * keys are refused, and all that was under way has its end.
 */
export async function deleteTenant(
  context: AdminContext,
  input: { tenantId: TenantId },
): Promise<TenantView> {
  const { database, actor, tenantPurgeDays } = context;
  const now = context.now();
  const purgeAt = new Date(now.getTime() + tenantPurgeDays * dayMs);
  const tenant = await database.platform.tenantRemoval.delete(input.tenantId, { actor, now, purgeAt });
  context.notifyChange(tenant.id, tenant.revision);
  await endTenantWork(context, input);
  return tenantView(tenant);
}
