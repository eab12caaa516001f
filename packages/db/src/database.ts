import type { TenantId } from '@tandem/schemas';
import { Kysely, MysqlDialect, sql } from 'kysely';
import { gatherPackets, type SendPacket } from './gather-packets.ts';
import { kyselyPool, preparedMark } from './kysely-pool.ts';
import { openPool } from './open-pool.ts';
import { PlatformScope } from './platform-scope.ts';
import type { Tables } from './schema/tables.ts';
import { betweenStatements } from './statement.ts';
import { TenantDb } from './tenant-db.ts';
import { TenantScope } from './tenant-scope.ts';

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/name` */
  url: string;
  /** Connections at most. */
  poolSize: number;
  /** Told about each statement when its packet is through, also a failed one: for tests that count and for traces. */
  onStatement?: (text: string) => void;
}

/** The only door to MySQL. Kysely stays inside: callers enter a tenant or the platform. Opens nothing before it is asked. */
export class Database {
  readonly #db: Kysely<Tables>;
  readonly #send: SendPacket;
  /** Work over all tenants: who is who, what is due. */
  readonly platform: PlatformScope;

  constructor(options: DatabaseOptions) {
    const { onStatement } = options;
    this.#db = new Kysely<Tables>({
      dialect: new MysqlDialect({ pool: kyselyPool(openPool(options)) }),
      ...(onStatement && { log: ({ query }) => statementsIn(query.sql).forEach(onStatement) }),
    });
    this.#send = gatherPackets(this.#db);
    this.platform = new PlatformScope(this.#db);
  }

  enter(tenantId: TenantId): TenantScope {
    return new TenantScope(new TenantDb(this.#db, tenantId, this.#send));
  }

  /** Rejects when the server does not answer. */
  async ping(): Promise<void> {
    await sql`SELECT 1`.execute(this.#db);
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}

const statementsIn = (packet: string): string[] => packet.replace(preparedMark, '').split(betweenStatements);
