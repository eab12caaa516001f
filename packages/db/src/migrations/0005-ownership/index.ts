import { type Kysely, sql } from 'kysely';
import { at, id, word } from '../0001-first-light/columns.ts';

/**
 * What a session knows of its owner beside the name: what made it so and as of when, and what is to happen by itself. Of
 * owners from before nobody knows: nothing that a message shows gives their conversations back.
 */
const columns = {
  owner_cause: `${word(16)} NOT NULL DEFAULT 'handoff'`,
  owner_as_of: `${at} NOT NULL DEFAULT '1970-01-02 00:00:00.000'`,
  unattended_at: `${at} NULL`,
  resume_at: `${at} NULL`,
  tell_bot_at: `${at} NULL`,
};

const tables = [
  `CREATE TABLE IF NOT EXISTS heartbeats (
    name ${word(16)} NOT NULL PRIMARY KEY,
    beat_at ${at} NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS outages (
    id ${id} NOT NULL PRIMARY KEY,
    from_at ${at} NOT NULL,
    until_at ${at} NOT NULL,
    KEY until_at (until_at)
  )`,
];

/** One statement for all columns that are missing: MySQL knows no `ADD COLUMN IF NOT EXISTS`, and an interrupted run goes on. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of tables) {
    await sql.raw(`${statement} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`).execute(database);
  }
  const { rows } = await sql<{ name: string }>`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'chat_sessions'`.execute(database);
  const known = new Set(rows.map(({ name }) => name));
  const missing = Object.entries(columns).filter(([name]) => !known.has(name));
  if (missing.length === 0) return;
  const added = missing.map(([name, type]) => `ADD COLUMN ${name} ${type}`).join(', ');
  await sql.raw(`ALTER TABLE chat_sessions ${added}`).execute(database);
}
