import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

/** One page of all tenants, in the order of creation; or the one with a slug. */
export async function listTenants(
  context: AdminContext,
  input: { cursor?: string | undefined; limit: number; slug?: string | undefined },
): Promise<{ tenants: TenantView[]; nextCursor: string | null }> {
  if (input.slug !== undefined) {
    const tenant = await context.database.platform.tenants.getBySlug(input.slug);
    return { tenants: tenant === null ? [] : [tenantView(tenant)], nextCursor: null };
  }
  const { items, nextCursor } = await context.database.platform.tenants.list(input);
  return { tenants: items.map(tenantView), nextCursor };
}
