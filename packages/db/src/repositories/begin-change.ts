import { AppError } from '@tandem/schemas';
import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';

/**
 * The first statement of every change that a cache may hold: makes caches stale with the commit, and lets changes of one
 * tenant take turns. Answers the new revision. AppError `not_found` when there is no such tenant.
 */
export async function beginChange(db: TenantDb, now: Date): Promise<number> {
  const result = await db.raw(
    (tenantId) => sql`
      UPDATE tenants SET revision = LAST_INSERT_ID(revision + 1), updated_at = ${now} WHERE id = ${tenantId}`,
  );
  if (result.numAffectedRows !== 1n) throw new AppError('not_found', { public: 'There is no such tenant.' });
  return Number(result.insertId);
}
