import { type Kysely, sql } from 'kysely';
import { conversationTables } from './conversation-tables.ts';
import { platformTables } from './platform-tables.ts';
import { setupTables } from './setup-tables.ts';

/**
 * Every tenant table leads its primary and unique keys with `tenant_id`; plain secondary keys may serve the platform's
 * search for due work. Text is utf8mb4_bin: MySQL and MariaDB share no better collation, and ids compare exactly.
 * What outsiders may be looked up by is text, not ascii: comparing ascii with anything else is an error in MariaDB.
 * `IF NOT EXISTS`: neither server rolls table definitions back, so an interrupted run must be able to go on.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [...platformTables, ...setupTables, ...conversationTables]) {
    await sql.raw(`${statement} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`).execute(database);
  }
}
