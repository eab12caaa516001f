import { AppError } from '@tandem/schemas';
import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';

/**
 * Lets those who do the same for one tenant take turns, until the transaction ends; no message waits for this row.
 * AppError `not_found` when there is no such tenant.
 */
export async function lockTenant(db: TenantDb): Promise<void> {
  const { rows } = await db.raw((tenantId) => sql`SELECT id FROM tenants WHERE id = ${tenantId} FOR UPDATE`);
  if (rows.length === 0) throw new AppError('not_found', { public: 'There is no such tenant.' });
}
