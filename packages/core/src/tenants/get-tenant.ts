import { AppError, type TenantId } from '@tandem/schemas';
import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

export async function getTenant(context: AdminContext, input: { tenantId: TenantId }): Promise<TenantView> {
  const tenant = await context.database.platform.tenants.get(input.tenantId);
  if (!tenant) throw new AppError('not_found', { public: 'There is no tenant with this id.' });
  return tenantView(tenant);
}
