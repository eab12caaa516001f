import type { Database } from '@tandem/db';
import type { RedisHealth } from '@tandem/queue';
import { type Logger, withinTime } from '@tandem/runtime';

/**
 * Whether a process may be given work. `degraded` may: with Redis away webhooks are answered and lanes go on by polling
 * MySQL (docs/adr/0001-mysql-is-the-queue.md).
 */
export interface Readiness {
  status: 'ready' | 'degraded' | 'not-ready' | 'draining';
  database: 'ok' | 'away';
  /** `unknown` while the database is away. */
  migrations: 'ok' | 'pending' | 'unknown';
  /** The migrations that the schema lacks. */
  pending: readonly string[];
  redis: 'ok' | 'away';
}

export interface ReadinessDeps {
  database: Pick<Database, 'ping' | 'schemaStanding'>;
  redis: RedisHealth;
  isDraining(): boolean;
  log: Pick<Logger, 'warn'>;
}

const timeoutMs = 2_000;

/** Looks at the stores each time it is called; a schema once up to date stays so for this release. Never rejects. */
export function createReadiness(deps: ReadinessDeps): () => Promise<Readiness> {
  let isMigrated = false;
  const look = async (): Promise<string[]> => {
    if (isMigrated) await deps.database.ping();
    const pending = isMigrated ? [] : (await deps.database.schemaStanding()).pending;
    isMigrated = pending.length === 0;
    return pending;
  };
  return async () => {
    const redis = deps.redis.up ? 'ok' : 'away';
    try {
      const pending = await withinTime(look(), { ms: timeoutMs, late: `no answer within ${timeoutMs} ms` });
      const isPending = pending.length > 0;
      const status = redis === 'ok' ? 'ready' : 'degraded';
      const migrations = isPending ? 'pending' : 'ok';
      return {
        status: deps.isDraining() ? 'draining' : isPending ? 'not-ready' : status,
        database: 'ok',
        migrations,
        pending,
        redis,
      };
    } catch (error) {
      deps.log.warn({ err: error }, 'not ready: the database does not answer');
      const status = deps.isDraining() ? 'draining' : 'not-ready';
      return { status, database: 'away', migrations: 'unknown', pending: [], redis };
    }
  };
}

/** The answer of `/readyz`: 503 for what may not be given work. */
export function answerReadiness(readiness: Readiness): Response {
  const isReady = readiness.status === 'ready' || readiness.status === 'degraded';
  return Response.json(readiness, { status: isReady ? 200 : 503 });
}
