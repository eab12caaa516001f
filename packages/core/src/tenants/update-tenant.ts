import type { TenantId } from '@tandem/schemas';
import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

interface UpdateTenant {
  tenantId: TenantId;
  name?: string | undefined;
  status?: 'active' | 'suspended' | undefined;
}

/** Renames, suspends or activates a tenant; a suspension takes effect with its commit. */
export async function updateTenant(context: AdminContext, input: UpdateTenant): Promise<TenantView> {
  const { tenantId, name, status } = input;
  const { tenants } = context.database.platform;
  const tenant = await tenants.patch(tenantId, { name, status, actor: context.actor, now: context.now() });
  context.notifyChange(tenantId, tenant.revision);
  return tenantView(tenant);
}
