import { type Kysely, sql } from 'kysely';

/**
 * Gives a table the plain indexes it lacks, by name and columns. One statement for all that are missing: MySQL knows no
 * `ADD KEY IF NOT EXISTS`, and an interrupted run goes on.
 */
export async function addIndexes(
  database: Kysely<unknown>,
  { table, indexes }: { table: string; indexes: Record<string, string> },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT index_name AS name FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = ${table}`.execute(database);
  const known = new Set(rows.map(({ name }) => name));
  const missing = Object.entries(indexes).filter(([name]) => !known.has(name));
  if (missing.length === 0) return;
  const added = missing.map(([name, columns]) => `ADD KEY ${name} (${columns})`).join(', ');
  await sql.raw(`ALTER TABLE ${table} ${added}`).execute(database);
}
