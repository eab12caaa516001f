import type { TenantId } from '@tandem/schemas';
import { Kysely, MysqlDialect } from 'kysely';
import { createPool, type Pool } from 'mysql2';
import type { Tables } from './schema/tables.ts';
import { TenantDb } from './tenant-db.ts';
import { TenantScope } from './tenant-scope.ts';

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/name` */
  url: string;
  /** Connections at most. */
  poolSize: number;
  /** Told about each statement as it is sent: for tests that count and for traces. */
  onStatement?: (text: string) => void;
}

/** The only door to MySQL. Kysely stays inside: callers enter a tenant or the platform. */
export class Database {
  readonly #pool: Pool;
  readonly #db: Kysely<Tables>;

  constructor(options: DatabaseOptions) {
    const { onStatement } = options;
    this.#pool = openPool(options);
    this.#db = new Kysely<Tables>({
      dialect: new MysqlDialect({ pool: this.#pool }),
      ...(onStatement && { log: (event) => onStatement(event.query.sql) }),
    });
  }

  enter(tenantId: TenantId): TenantScope {
    return new TenantScope(new TenantDb(this.#db, tenantId));
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}

/** READ COMMITTED: no gap locks between lanes that insert side by side. Times travel as UTC. */
function openPool(options: DatabaseOptions): Pool {
  const pool = createPool({
    uri: options.url,
    connectionLimit: options.poolSize,
    timezone: 'Z',
    charset: 'utf8mb4_bin',
    connectTimeout: 2_000,
    supportBigNumbers: true,
    bigNumberStrings: false,
  });
  pool.on('connection', (connection) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    connection.query("SET SESSION time_zone = '+00:00'");
  });
  return pool;
}
