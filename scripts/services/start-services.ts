import { resolve } from 'node:path';
import { type Binary, findDatabaseServer, findRedisServer } from './find-binary.ts';
import { installWithApt } from './install-with-apt.ts';
import { ownDataFolder } from './run-owner.ts';
import { startMariadb } from './start-mariadb.ts';
import { startRedis } from './start-redis.ts';
import type { Store } from './store-process.ts';

export { DataFolderInUse } from './run-owner.ts';
export type { Store } from './store-process.ts';

export interface ServicesInput {
  /** Where the private stores keep their files; one run at a time (`DataFolderInUse`). */
  dataDir: string;
  /** `true`: a private one; a URL: that one is used and never started or stopped. */
  mariadb: true | string;
  redis: true | string;
  /** Empties the private database first (default: what is there stays). */
  isFresh?: boolean;
  /** Takes one line per long step. */
  report?: (line: string) => void;
  /** Gives up a start that is under way. */
  signal?: AbortSignal;
}

export interface Services {
  databaseUrl: string;
  redisUrl: string;
  /** The private stores; null when a URL was given. */
  mariadb: Store | null;
  redis: Store | null;
  /** Ends what was started; safe to call twice. */
  stop(): Promise<void>;
}

/** Debian's packages with the programs and without their system services. */
const databasePackages = ['mariadb-server-core', 'mariadb-client-core'];
const redisPackages = ['redis-tools'];

/** Brings up the private stores on free ports of 127.0.0.1, installing their programs first where that needs no question. */
export async function startServices(input: ServicesInput): Promise<Services> {
  const report = input.report ?? (() => {});
  const dataDir = resolve(input.dataDir);
  const { signal } = input;
  const isPrivate = input.mariadb === true || input.redis === true;
  const binaries = await findBinaries(report, {
    database: input.mariadb === true,
    redis: input.redis === true,
  });
  const release = isPrivate ? ownDataFolder(dataDir) : () => {};
  const [mariadb, redis] = await Promise.allSettled([
    binaries.database === null
      ? null
      : startMariadb({
          binary: binaries.database,
          dataDir,
          isFresh: input.isFresh ?? false,
          report,
          signal,
        }),
    binaries.redis === null ? null : startRedis({ binary: binaries.redis, dataDir, signal }),
  ]);
  const stores = [redis, mariadb].map((result) => (result.status === 'fulfilled' ? result.value : null));
  const stop = async () => {
    await Promise.all(stores.map((store) => store?.stop()));
    release();
  };
  if (mariadb.status === 'rejected' || redis.status === 'rejected') {
    await stop();
    throw mariadb.status === 'rejected' ? mariadb.reason : redis.status === 'rejected' ? redis.reason : null;
  }
  return {
    databaseUrl: mariadb.value?.url ?? String(input.mariadb),
    redisUrl: redis.value?.url ?? String(input.redis),
    mariadb: mariadb.value,
    redis: redis.value,
    stop,
  };
}

async function findBinaries(
  report: (line: string) => void,
  wanted: { database: boolean; redis: boolean },
): Promise<{ database: Binary | null; redis: Binary | null }> {
  const find = () => ({
    database: wanted.database ? findDatabaseServer() : null,
    redis: wanted.redis ? findRedisServer() : null,
  });
  const missing = (found: { database: Binary | null; redis: Binary | null }) => [
    ...(wanted.database && found.database === null ? databasePackages : []),
    ...(wanted.redis && found.redis === null ? redisPackages : []),
  ];
  const found = find();
  const packages = missing(found);
  if (packages.length === 0) return found;
  const reason = await installWithApt(report, { packages });
  const now = find();
  const still = missing(now);
  if (still.length === 0) return now;
  throw new Error(`${cure(still)} (${reason ?? 'the packages are installed but hold no server program'})`);
}

function cure(packages: readonly string[]): string {
  const database =
    'install MariaDB or MySQL (`mariadbd` or `mysqld` in PATH), or set DATABASE_URL to a running one';
  const redis =
    'install Redis or Valkey (`redis-server` or `valkey-server` in PATH), or set REDIS_URL to a running one';
  const isMissing = (names: readonly string[]) => names.some((name) => packages.includes(name));
  return [
    ...(isMissing(databasePackages) ? [database] : []),
    ...(isMissing(redisPackages) ? [redis] : []),
  ].join('; ');
}
