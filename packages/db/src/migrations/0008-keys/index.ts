import { type Kysely, sql } from 'kysely';
import { at, id, json, word } from '../0001-first-light/columns.ts';
import { addColumns } from '../add-columns.ts';

/** Rotation: the key whose place a key takes, and the one that takes its own. */
const keyColumns = { replaces_id: `${id} NULL`, replaced_by_id: `${id} NULL` };

/**
 * `data_keys` knows every encryption key by something sealed with it, so that another one under its id is noticed.
 * `reseals` holds what sealing everything anew has come to: `slot` says that at most one is under way, a lease who does it.
 */
const tables = [
  `CREATE TABLE IF NOT EXISTS data_keys (
    id ${word(32)} NOT NULL PRIMARY KEY,
    canary VARBINARY(200) NOT NULL,
    created_at ${at} NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS reseals (
    id ${id} NOT NULL PRIMARY KEY,
    slot ${word(16)} NULL,
    key_id ${word(32)} NOT NULL,
    status ${word(16)} NOT NULL,
    actor ${word(100)} NOT NULL,
    total INT NOT NULL,
    done INT NOT NULL,
    failures ${json} NOT NULL,
    after_tenant_id ${id} NOT NULL,
    lease_token ${id} NULL,
    lease_until ${at} NULL,
    created_at ${at} NOT NULL,
    ended_at ${at} NULL,
    UNIQUE KEY slot (slot)
  )`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  await addColumns(database, { table: 'api_keys', columns: keyColumns });
  for (const table of tables) {
    await sql.raw(`${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`).execute(database);
  }
}
