import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';

/** What hangs on a conversation by an id, and goes with it. */
type Removable = 'delivery_attempts' | 'outbound_messages' | 'turns' | 'ownership_changes' | 'chat_sessions';

/** Deletes the tenant's rows with these ids, and answers how many there were. */
export async function deleteRows(
  db: TenantDb,
  input: { table: Removable; column: 'id' | 'subject_id' | 'session_id'; ids: readonly string[] },
): Promise<number> {
  const { table, column, ids } = input;
  if (ids.length === 0) return 0;
  const result = await db.raw(
    (tenantId) => sql`
      DELETE FROM ${sql.table(table)} WHERE tenant_id = ${tenantId} AND ${sql.ref(column)} IN (${sql.join(ids)})`,
  );
  return Number(result.numAffectedRows ?? 0n);
}
