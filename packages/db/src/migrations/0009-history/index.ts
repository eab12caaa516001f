import { type Kysely, sql } from 'kysely';
import { at, id, json, text, word } from '../0001-first-light/columns.ts';
import { addColumns } from '../add-columns.ts';
import { addIndexes } from '../add-indexes.ts';

/**
 * What is kept so that it can be brought back, and what is needed to make content go. Knowledge is kept once it is no longer
 * current: each entry once (by its hash), each knowledge base as the list of its entries' hashes.
 */
const tables = [
  `CREATE TABLE IF NOT EXISTS retired_entries (
    tenant_id ${id} NOT NULL,
    content_hash ${word(64)} NOT NULL,
    question ${text(2000)} NOT NULL,
    answer MEDIUMTEXT NOT NULL,
    tags ${json} NOT NULL,
    retired_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, content_hash),
    KEY retired (tenant_id, retired_at)
  )`,
  `CREATE TABLE IF NOT EXISTS retired_knowledge_bases (
    tenant_id ${id} NOT NULL,
    knowledge_hash ${word(64)} NOT NULL,
    entries MEDIUMBLOB NOT NULL,
    retired_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, knowledge_hash),
    KEY retired (tenant_id, retired_at)
  )`,
  `CREATE TABLE IF NOT EXISTS erasures (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    subject ${json} NULL,
    removed ${json} NOT NULL,
    engine ${json} NOT NULL,
    actor ${text(100)} NOT NULL,
    lease_until ${at} NULL,
    due_at ${at} NULL,
    created_at ${at} NOT NULL,
    ended_at ${at} NULL,
    PRIMARY KEY (tenant_id, id),
    KEY due (due_at)
  )`,
];

const columns = {
  tenants: {
    deleted_at: `${at} NULL`,
    status_before: `${word(16)} NULL`,
    purge_at: `${at} NULL`,
  },
  config_versions: { restored_from: 'INT NULL' },
  chatbot_configs: { retention_days: 'INT NULL', retention_due_at: `${at} NULL` },
  chat_sessions: { erased_at: `${at} NULL`, erased_message_id: 'BIGINT NULL' },
};

const indexes = {
  tenants: { to_purge: 'purge_at' },
  chatbot_configs: { retention_due: 'retention_due_at' },
  chat_sessions: { by_contact: 'tenant_id, contact_id', erased: 'erased_at' },
  audit_log: { changes: 'tenant_id, created_at' },
};

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of tables) {
    await sql.raw(`${statement} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`).execute(database);
  }
  for (const [table, added] of Object.entries(columns)) await addColumns(database, { table, columns: added });
  for (const [table, added] of Object.entries(indexes)) await addIndexes(database, { table, indexes: added });
}
