import { Redis } from 'ioredis';
import { clusterNodes } from '../connection/redis-options.ts';

/** What the doctor has to know of Redis. */
export type RedisVitals =
  | {
      reached: true;
      /** `7.2.4`; of a Valkey the Redis version it stands for. */
      version: string;
      role: 'master' | 'replica';
      isCluster: boolean;
      /** What it does when it is full; null where it does not tell. */
      maxmemoryPolicy: string | null;
      /** Bytes; `max` 0: as much as there is. */
      memory: { used: number; max: number };
      /** Its clock, milliseconds since 1970. */
      timeMs: number;
    }
  | { reached: false; reason: string };

const timeoutMs = 2_000;

/**
 * Asks Redis (of a cluster: the first node that is named) over a connection of its own, so that what keeps the others from
 * working can be told. Never rejects.
 */
export const readRedisVitals = async (input: { url: string; cluster: boolean }): Promise<RedisVitals> => {
  let failure: unknown = null;
  const client = openOne(input);
  client.on('error', (error) => {
    failure ??= error;
  });
  try {
    await client.connect();
    const info = await client.info();
    const [seconds, microseconds] = await client.time();
    return read(info, Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000));
  } catch (error) {
    return { reached: false, reason: reasonOf(failure ?? error) };
  } finally {
    client.disconnect();
  }
};

const options = {
  lazyConnect: true,
  connectTimeout: timeoutMs,
  commandTimeout: timeoutMs,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
  retryStrategy: () => null,
};

const openOne = ({ url, cluster }: { url: string; cluster: boolean }): Redis => {
  if (!cluster) return new Redis(url, options);
  const { nodes, credentials } = clusterNodes(url);
  return new Redis({ ...options, ...credentials, ...nodes[0] });
};

const read = (info: string, timeMs: number): RedisVitals => {
  const fields = new Map(
    info.split(/\r?\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
  const count = (name: string): number => Number(fields.get(name) ?? 0);
  return {
    reached: true,
    version: fields.get('redis_version') ?? '',
    role: fields.get('role') === 'slave' ? 'replica' : 'master',
    isCluster: fields.get('cluster_enabled') === '1',
    maxmemoryPolicy: fields.get('maxmemory_policy') ?? null,
    memory: { used: count('used_memory'), max: count('maxmemory') },
    timeMs,
  };
};

/** Words of the server or the system; they repeat no password. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'it does not answer';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return code === null ? error.message : `${code}`;
};
