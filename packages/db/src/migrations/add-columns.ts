import { type Kysely, sql } from 'kysely';

/**
 * Gives a table the columns it lacks, by name and type. One statement for all that are missing: MySQL knows no
 * `ADD COLUMN IF NOT EXISTS`, and an interrupted run goes on.
 */
export async function addColumns(
  database: Kysely<unknown>,
  { table, columns }: { table: string; columns: Record<string, string> },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = ${table}`.execute(database);
  const known = new Set(rows.map(({ name }) => name));
  const missing = Object.entries(columns).filter(([name]) => !known.has(name));
  if (missing.length === 0) return;
  const added = missing.map(([name, type]) => `ADD COLUMN ${name} ${type}`).join(', ');
  await sql.raw(`ALTER TABLE ${table} ${added}`).execute(database);
}
