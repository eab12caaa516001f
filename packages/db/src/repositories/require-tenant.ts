import { AppError } from '@tandem/schemas';
import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';

/** AppError `not_found` when there is no such tenant: nothing is stored for one. */
export async function requireTenant(db: TenantDb): Promise<void> {
  const { rows } = await db.raw((tenantId) => sql`SELECT id FROM tenants WHERE id = ${tenantId}`);
  if (rows.length === 0) throw new AppError('not_found', { public: 'There is no such tenant.' });
}
