import type { TenantId } from '@tandem/schemas';
import { Kysely, MysqlDialect, sql } from 'kysely';
import type { Pool } from 'mysql2';
import { gatherPackets, type SendPacket } from './gather-packets.ts';
import { kyselyPool, type PoolUse } from './kysely-pool.ts';
import type { OnEnd } from './on-end.ts';
import { openPool } from './open-pool.ts';
import { PlatformScope } from './platform-scope.ts';
import type { Tables } from './schema/tables.ts';
import { betweenStatements } from './statement.ts';
import { TenantDb } from './tenant-db.ts';
import { TenantScope } from './tenant-scope.ts';
import { type MysqlVitals, readMysqlVitals } from './vitals/mysql-vitals.ts';
import { readSchemaStanding, type SchemaStanding } from './vitals/schema-standing.ts';

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/name` */
  url: string;
  /** Connections at most, beside four for storing webhooks. */
  poolSize: number;
  /** Told about each statement when its packet is through, also a failed one: for tests that count and for traces. */
  onStatement?: (text: string) => void;
  /** Told of each end given to a turn, message or delivery, when its statement is through: for counters and traces. */
  onEnd?: OnEnd;
}

/** As many as transactions that store webhooks are under way at once. */
const intakePoolSize = 4;

/** The only door to MySQL. Kysely stays inside: callers enter a tenant or the platform. Opens nothing before it is asked. */
export class Database {
  /** How the pool is used now. */
  readonly connections: PoolUse = { busy: 0, waiting: 0 };
  readonly connectionsMax: number;
  readonly #db: Kysely<Tables>;
  readonly #intake: Kysely<Tables>;
  readonly #onEnd: OnEnd | undefined;
  readonly #send: SendPacket;
  /** Work over all tenants: who is who, what is due. */
  readonly platform: PlatformScope;

  constructor(options: DatabaseOptions) {
    const { onStatement } = options;
    this.connectionsMax = options.poolSize + intakePoolSize;
    const open = (pool: Pool): Kysely<Tables> =>
      new Kysely<Tables>({
        dialect: new MysqlDialect({ pool: kyselyPool(pool, this.connections) }),
        ...(onStatement && { log: ({ query }) => statementsIn(query.sql).forEach(onStatement) }),
      });
    this.#db = open(openPool(options));
    this.#intake = open(openPool({ url: options.url, poolSize: intakePoolSize, sends: 'bytes' }));
    this.#onEnd = options.onEnd;
    this.#send = gatherPackets(this.#db);
    this.platform = new PlatformScope(this.#db, this.#intake);
  }

  enter(tenantId: TenantId): TenantScope {
    return new TenantScope(new TenantDb(this.#db, tenantId, this.#send, this.#onEnd));
  }

  /** Rejects when the server does not answer. */
  async ping(): Promise<void> {
    await sql`SELECT 1`.execute(this.#db);
  }

  /** The server's clock. Rejects when it does not answer. */
  async clock(): Promise<Date> {
    const { rows } = await sql<{ now: Date }>`SELECT UTC_TIMESTAMP(3) AS now`.execute(this.#db);
    const [row] = rows;
    if (row === undefined) throw new Error('the server does not tell its time');
    return row.now;
  }

  /** Rejects when the server does not answer. */
  vitals(): Promise<MysqlVitals> {
    return readMysqlVitals(this.#db);
  }

  /** Rejects when the server does not answer. */
  schemaStanding(): Promise<SchemaStanding> {
    return readSchemaStanding(this.#db);
  }

  async close(): Promise<void> {
    await Promise.all([this.#db.destroy(), this.#intake.destroy()]);
  }
}

const statementsIn = (packet: string): string[] => packet.split(betweenStatements);
