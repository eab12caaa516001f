import { createHash } from 'node:crypto';
import { Kysely, MysqlAdapter, MysqlDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { migrations as allMigrations } from './migrations/index.ts';
import { openPool } from './open-pool.ts';

export interface MigrateOptions {
  /** How long to wait for another process that migrates the same database; 120 when not given. */
  lockTimeoutS?: number;
  migrations?: Record<string, Migration>;
  onStatement?: (text: string) => void;
}

/**
 * Brings the schema of the database at `url` up to date and answers the names of the steps it took. Any number of processes
 * may call it at once: they take turns. Rejects when it has waited too long for its turn or a step fails.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const { lockTimeoutS = 120, migrations = allMigrations, onStatement } = options;
  const db = new Kysely<unknown>({
    dialect: new LockingDialect({
      pool: openPool({ url, poolSize: 2 }),
      lockName: lockNameOf(url),
      lockTimeoutS,
    }),
    ...(onStatement && { log: (event) => onStatement(event.query.sql) }),
  });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results = [] } = await migrator.migrateToLatest();
    const failed = results.find(({ status }) => status === 'Error');
    if (failed) throw new Error(`migration ${failed.migrationName} failed`, { cause: error });
    if (error) throw error;
    return results.map(({ migrationName }) => migrationName);
  } finally {
    await db.destroy();
  }
}

interface Lock {
  lockName: string;
  lockTimeoutS: number;
}

/** Kysely's own lock is one for the whole server, waits an hour and goes on without it. */
class LockingDialect extends MysqlDialect {
  readonly #lock: Lock;

  constructor(options: ConstructorParameters<typeof MysqlDialect>[0] & Lock) {
    super(options);
    this.#lock = options;
  }

  override createAdapter(): MysqlAdapter {
    return new LockingAdapter(this.#lock);
  }
}

class LockingAdapter extends MysqlAdapter {
  readonly #lock: Lock;

  constructor(lock: Lock) {
    super();
    this.#lock = lock;
  }

  override async acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    const { lockName, lockTimeoutS } = this.#lock;
    const { rows } = await sql<{
      taken: number | null;
    }>`SELECT GET_LOCK(${lockName}, ${lockTimeoutS}) AS taken`.execute(db);
    if (rows[0]?.taken === 1) return;
    throw new Error(
      `another process has been migrating this database for ${lockTimeoutS} s: wait for it to end, or end it, and start again`,
    );
  }

  override async releaseMigrationLock(db: Kysely<unknown>): Promise<void> {
    await sql`SELECT RELEASE_LOCK(${this.#lock.lockName})`.execute(db);
  }
}

/** Locks belong to the server: the name tells databases apart, in at most 64 characters. */
const lockNameOf = (url: string): string =>
  `tandem.migrate.${createHash('sha256').update(new URL(url).pathname).digest('hex').slice(0, 32)}`;
