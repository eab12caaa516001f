import { type Kysely, sql } from 'kysely';
import { at, id, text, word } from '../0001-first-light/columns.ts';
import { addColumns } from '../add-columns.ts';

/** What a lane failed at last through a failure of ours, and how often in a row. */
const columns = { failed_head: `${id} NULL`, failures: 'INT NOT NULL DEFAULT 0' };

/** What could not be carried, beside the ledger: few rows, so that looking for them costs no message an index. */
const table = `CREATE TABLE IF NOT EXISTS dead_letters (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    direction ${word(16)} NOT NULL,
    connection_id ${id} NOT NULL,
    conversation_id BIGINT NOT NULL,
    kind ${word(24)} NOT NULL,
    reason ${text(500)} NOT NULL,
    died_at ${at} NOT NULL,
    state ${word(16)} NOT NULL,
    settled_by ${text(100)} NULL,
    settled_why ${text(500)} NULL,
    settled_at ${at} NULL,
    PRIMARY KEY (tenant_id, id),
    KEY listed (tenant_id, state, id),
    KEY counted (state, direction)
  )`;

/** What died before. */
const known = [
  `INSERT INTO dead_letters
     (tenant_id, id, direction, connection_id, conversation_id, kind, reason, died_at, state)
   SELECT tenant_id, id, 'to-engine', connection_id, conversation_id, kind, COALESCE(end_reason, ''),
     COALESCE(ended_at, received_at), 'dead'
   FROM inbound_messages WHERE end_kind = 'dead' AND kind IN ('customer-message', 'choice')
   ON DUPLICATE KEY UPDATE id = dead_letters.id`,
  `INSERT INTO dead_letters
     (tenant_id, id, direction, connection_id, conversation_id, kind, reason, died_at, state)
   SELECT tenant_id, id, 'to-channel', connection_id, conversation_id, kind, COALESCE(reason, ''), created_at, 'dead'
   FROM outbound_messages WHERE state = 'dead'
   ON DUPLICATE KEY UPDATE id = dead_letters.id`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  await addColumns(database, { table: 'lanes', columns });
  await sql.raw(`${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`).execute(database);
  for (const statement of known) await sql.raw(statement).execute(database);
}
