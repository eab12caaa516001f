import { AppError, type TenantId } from '@tandem/schemas';
import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

/**
 * The tenant with a slug. `ownId`: the only one the caller may see; null: all. Another tenant's slug is as unknown as one
 * that does not exist: AppError `not_found`.
 */
export async function findTenant(
  { database }: AdminContext,
  { slug, ownId }: { slug: string; ownId: TenantId | null },
): Promise<TenantView> {
  const tenant = await database.platform.tenants.getBySlug(slug);
  if (tenant !== null && (ownId === null || tenant.id === ownId)) return tenantView(tenant);
  throw new AppError('not_found', { public: 'There is no tenant with this slug.' });
}
