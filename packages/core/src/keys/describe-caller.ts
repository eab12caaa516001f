import { AppError, type TenantId } from '@tandem/schemas';
import type { MeAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from '../tenants/tenant-view.ts';
import { keyView } from './key-view.ts';

/** Who calls: the role, the tenant (null: the platform) and the key without its secret (null: the root key). */
export async function describeCaller(
  { database, actor, role }: AdminContext,
  { tenantId }: { tenantId: TenantId | null },
): Promise<MeAnswer> {
  const { tenants, apiKeys } = database.platform;
  const key = actor.type === 'key' ? await apiKeys.get(tenantId, actor.id) : null;
  const tenant = tenantId === null ? null : await tenants.get(tenantId);
  if (tenantId !== null && tenant === null) {
    throw new AppError('not_found', { public: 'There is no tenant with this id.' });
  }
  return { role, tenant: tenant && tenantView(tenant), key: key && keyView(key) };
}
