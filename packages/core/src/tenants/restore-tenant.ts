import type { TenantId } from '@tandem/schemas';
import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

/** Brings a deleted tenant back, active or suspended as it was. AppError `conflict`: it is not deleted, or its time is over. */
export async function restoreTenant(
  context: AdminContext,
  input: { tenantId: TenantId },
): Promise<TenantView> {
  const { database, actor } = context;
  const change = { actor, now: context.now() };
  const tenant = await database.platform.tenantRemoval.restore(input.tenantId, change);
  context.notifyChange(tenant.id, tenant.revision);
  return tenantView(tenant);
}
