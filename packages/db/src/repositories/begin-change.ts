import { AppError } from '@tandem/schemas';
import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';

/**
 * The first statement of a change of configuration or connections: lets those of one tenant take turns, on a row that no
 * message waits for. AppError `not_found` when there is no such tenant.
 */
export async function beginChange(db: TenantDb, now: Date): Promise<void> {
  const result = await db.raw(
    (tenantId) => sql`
      INSERT INTO chatbot_configs (tenant_id, version, settings, updated_at)
      SELECT id, 0, '{}', ${now} FROM tenants WHERE id = ${tenantId}
      ON DUPLICATE KEY UPDATE version = chatbot_configs.version`,
  );
  if (result.numAffectedRows === 0n) throw new AppError('not_found', { public: 'There is no such tenant.' });
}

/** Its last statement: makes caches stale with the commit. Answers the new revision. */
export async function endChange(db: TenantDb, now: Date): Promise<number> {
  const result = await db.raw(
    (tenantId) => sql`
      UPDATE tenants SET revision = LAST_INSERT_ID(revision + 1), updated_at = ${now} WHERE id = ${tenantId}`,
  );
  return Number(result.insertId);
}
