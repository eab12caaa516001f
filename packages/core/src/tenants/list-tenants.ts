import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

/** One page of all tenants, in the order of creation. */
export async function listTenants(
  context: AdminContext,
  input: { cursor?: string | undefined; limit: number },
): Promise<{ tenants: TenantView[]; nextCursor: string | null }> {
  const { items, nextCursor } = await context.database.platform.tenants.list(input);
  return { tenants: items.map(tenantView), nextCursor };
}
