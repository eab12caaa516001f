import { type Kysely, sql } from 'kysely';
import { at, id, word } from '../0001-first-light/columns.ts';

/**
 * A sync run becomes work like a lane: `due_at` says since when it may begin, a lease and a fencing token who does it, and
 * `slot` that a tenant has at most one that waits and one that runs. `sync_states` holds what was last proven to be in the
 * engine. Each step looks first: neither server rolls table definitions back, so an interrupted run must be able to go on.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE IF NOT EXISTS sync_states (
        tenant_id ${id} NOT NULL PRIMARY KEY,
        verified_hash ${word(64)} NOT NULL,
        verified_at ${at} NOT NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    )
    .execute(database);
  if (await hasColumn(database)) return;
  // Runs of before have nobody who would find them.
  await sql`UPDATE sync_runs SET status = 'cancelled', ended_at = created_at WHERE status IN ('queued', 'running')`.execute(
    database,
  );
  await sql
    .raw(
      `ALTER TABLE sync_runs
        ADD COLUMN slot ${word(16)} NULL,
        ADD COLUMN due_at ${at} NULL,
        ADD COLUMN lease_token INT NOT NULL DEFAULT 0,
        ADD COLUMN lease_owner ${word(64)} NULL,
        ADD COLUMN lease_until ${at} NULL,
        ADD UNIQUE KEY slot (tenant_id, slot),
        ADD KEY due (due_at)`,
    )
    .execute(database);
}

async function hasColumn(database: Kysely<unknown>): Promise<boolean> {
  const { rows } = await sql`
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'sync_runs' AND column_name = 'slot'`.execute(database);
  return rows.length > 0;
}
