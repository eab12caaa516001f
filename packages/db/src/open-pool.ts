import { createPool, type Pool, type PoolConnection } from 'mysql2';
import { bindBytes, bindText } from './bind-values.ts';

/**
 * What every connection is set to: UTC, no silent truncation, backslash escapes as the driver writes them, no wait for a row
 * that outlives the webhook sender's patience, and statistics instead of a look at the index for each value of a list.
 */
const sessionSettings = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 2, eq_range_index_dive_limit = 1,
    sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
];

interface PoolOptions {
  /** `mysql://user:password@host:port/name` */
  url: string;
  poolSize: number;
  /** `bytes`: for storing bodies, one byte to a character (bind-values.ts). */
  sends?: 'text' | 'bytes';
}

const formats = {
  text: { charset: 'utf8mb4_bin', queryFormat: bindText },
  bytes: { charset: 'latin1_bin', queryFormat: bindBytes },
};

/** READ COMMITTED: no gap locks between lanes that insert side by side. Times travel as UTC, BIGINTs as numbers. */
export function openPool(options: PoolOptions): Pool {
  const pool = createPool({
    uri: options.url,
    connectionLimit: options.poolSize,
    timezone: 'Z',
    connectTimeout: 2_000,
    supportBigNumbers: true,
    bigNumberStrings: false,
    stringifyObjects: true,
    // Packets of several statements: their text is this package's own, and every value in it is escaped.
    multipleStatements: true,
    // None is prepared, and room for the usual 16,000 takes 640 KB of each connection.
    maxPreparedStatements: 1,
    ...formats[options.sends ?? 'text'],
  });
  pool.on('connection', prepare);
  return pool;
}

/** Queued ahead of the first statement. A connection that cannot be prepared is not used. */
function prepare(connection: PoolConnection): void {
  for (const statement of sessionSettings) {
    connection.query(statement, (error) => {
      if (error) connection.destroy();
    });
  }
}
