import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** What the doctor has to know of the server. */
export interface MysqlVitals {
  /** As the server says it, such as `8.4.3` or `10.11.6-MariaDB`. */
  version: string;
  /** Of `variablesRead`, those that this server has: as a session of ours sees them. */
  variables: Readonly<Record<string, string>>;
  connections: { open: number; max: number };
}

const variablesRead = [
  'binlog_format',
  'innodb_flush_log_at_trx_commit',
  'log_bin',
  'max_allowed_packet',
  'max_connections',
  'read_only',
  'sql_mode',
  'time_zone',
  'transaction_isolation',
  'tx_isolation',
];

/** Reads what decides whether the server can be trusted; the names of variables in lower case. Rejects when it does not answer. */
export async function readMysqlVitals(db: Kysely<Tables>): Promise<MysqlVitals> {
  const version = await sql<{ version: string }>`SELECT VERSION() AS version`.execute(db);
  const shown = await sql<Shown>`
    SHOW VARIABLES WHERE Variable_name IN (${sql.join(variablesRead)})`.execute(db);
  const open = await sql<Shown>`SHOW GLOBAL STATUS LIKE 'Threads_connected'`.execute(db);
  const variables = Object.fromEntries(shown.rows.map((row) => [row.Variable_name.toLowerCase(), row.Value]));
  return {
    version: version.rows[0]?.version ?? '',
    variables,
    connections: {
      open: Number(open.rows[0]?.Value ?? 0),
      max: Number(variables.max_connections ?? 0),
    },
  };
}

interface Shown {
  Variable_name: string;
  Value: string;
}
