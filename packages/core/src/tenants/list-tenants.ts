import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

interface ListTenants {
  cursor?: string | undefined;
  limit: number;
  slug?: string | undefined;
  withDeleted?: boolean | undefined;
}

/** One page of all tenants, in the order of creation; or the one with a slug. Deleted ones only when asked for. */
export async function listTenants(
  context: AdminContext,
  input: ListTenants,
): Promise<{ tenants: TenantView[]; nextCursor: string | null }> {
  if (input.slug !== undefined) {
    const tenant = await context.database.platform.tenants.getBySlug(input.slug);
    const isShown = tenant !== null && (input.withDeleted === true || tenant.status !== 'deleted');
    return { tenants: isShown ? [tenantView(tenant)] : [], nextCursor: null };
  }
  const { items, nextCursor } = await context.database.platform.tenants.list(input);
  return { tenants: items.map(tenantView), nextCursor };
}
