import { type Kysely, sql } from 'kysely';
import { at, json } from '../0001-first-light/columns.ts';

/** What a session remembers for handoffs: fallbacks in a row, the last question, and when the customer heard of closed hours. */
const columns = {
  fallbacks: `${json} NULL`,
  last_question: `${json} NULL`,
  out_of_hours_at: `${at} NULL`,
};

/** One statement for all columns that are missing: MySQL knows no `ADD COLUMN IF NOT EXISTS`, and an interrupted run goes on. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'chat_sessions'`.execute(database);
  const known = new Set(rows.map(({ name }) => name));
  const missing = Object.entries(columns).filter(([name]) => !known.has(name));
  if (missing.length === 0) return;
  const added = missing.map(([name, type]) => `ADD COLUMN ${name} ${type}`).join(', ');
  await sql.raw(`ALTER TABLE chat_sessions ${added}`).execute(database);
}
