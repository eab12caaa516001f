import type { TenantView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { tenantView } from './tenant-view.ts';

/** A new, active tenant. AppError `conflict` when a given slug is taken; one made from the name never is. */
export async function createTenant(
  context: AdminContext,
  input: { name: string; slug?: string | undefined },
): Promise<TenantView> {
  const { name, slug } = input;
  const { tenants } = context.database.platform;
  return tenantView(await tenants.create({ name, slug, actor: context.actor, now: context.now() }));
}
