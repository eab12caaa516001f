import { type Kysely, sql } from 'kysely';
import { at, id, word } from '../0001-first-light/columns.ts';
import { addColumns } from '../add-columns.ts';

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

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of tables) {
    await sql.raw(`${statement} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`).execute(database);
  }
  await addColumns(database, { table: 'chat_sessions', columns });
}
