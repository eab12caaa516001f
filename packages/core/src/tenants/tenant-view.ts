import type { Tenant } from '@tandem/db';
import type { TenantView } from '@tandem/schemas/admin';

/** A tenant as answered. */
export const tenantView = ({ id, name, slug, status, createdAt }: Tenant): TenantView => ({
  id,
  name,
  slug,
  status,
  createdAt: createdAt.toISOString(),
});
