import { type Kysely, sql } from 'kysely';
import { word } from '../0001-first-light/columns.ts';

/** What a session remembers to speak well: the customer's language, and how much the bot has said in a row. */
const columns = {
  locale: `${word(35)} NULL`,
  bot_streak: 'INT NOT NULL DEFAULT 0',
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
