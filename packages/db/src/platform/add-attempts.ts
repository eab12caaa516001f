import type { TenantId } from '@tandem/schemas';
import { CompiledQuery, type Kysely } from 'kysely';
import { type NewAttempt, toAttemptRow } from '../repositories/attempts.ts';
import type { Tables } from '../schema/tables.ts';

/** Stores attempts of any tenants in one statement: as text, as Kysely would build a tree of every value. */
export async function addAttempts(
  db: Kysely<Tables>,
  attempts: readonly (NewAttempt & { tenantId: TenantId })[],
): Promise<void> {
  const rows = attempts.map((attempt) => ({ tenant_id: attempt.tenantId, ...toAttemptRow(attempt) }));
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const row = `(${columns.map(() => '?').join(', ')})`;
  const text = `INSERT INTO delivery_attempts (${columns.join(', ')}) VALUES ${rows.map(() => row).join(', ')}`;
  await db.executeQuery(CompiledQuery.raw(text, rows.flatMap(Object.values)));
}
