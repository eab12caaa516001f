import type { Tenant } from '@tandem/db';
import { AppError } from '@tandem/schemas';
import type { TenantView } from '@tandem/schemas/admin';

/** A tenant as answered. */
export function tenantView({ id, name, slug, status, purgeAt, createdAt }: Tenant): TenantView {
  if (status === 'purged') throw new AppError('not_found', { public: 'There is no tenant with this id.' });
  const going = purgeAt && { purgeAt: purgeAt.toISOString() };
  return { id, name, slug, status, ...going, createdAt: createdAt.toISOString() };
}
