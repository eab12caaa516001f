import type { TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import { type NewAttempt, toAttemptRow } from '../repositories/attempts.ts';
import type { Tables } from '../schema/tables.ts';

/** Stores attempts of any tenants in one statement. */
export async function addAttempts(
  db: Kysely<Tables>,
  attempts: readonly (NewAttempt & { tenantId: TenantId })[],
): Promise<void> {
  if (attempts.length === 0) return;
  const rows = attempts.map((attempt) => ({ ...toAttemptRow(attempt), tenant_id: attempt.tenantId }));
  await db.insertInto('delivery_attempts').values(rows).execute();
}
