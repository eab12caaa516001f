import { Cluster, Redis } from 'ioredis';
import { type QueueLog, silentLog } from '../log.ts';
import { corkWrites } from './cork-writes.ts';
import { clusterNodes, optionsOf, type RedisUse, reconnectDelayMs } from './redis-options.ts';
import { watchOutage } from './watch-outage.ts';

export type RedisClient = Redis | Cluster;

/** Whether the hot connection can be used this instant. Read it before a command: it costs nothing. */
export interface RedisHealth {
  readonly up: boolean;
}

export interface RedisLink {
  /** For requests and lanes: a command answers or fails within about 350 ms, and at once while Redis is away. */
  readonly hot: RedisClient;
  readonly health: RedisHealth;
  /** A patient connection for BullMQ workers (`maxRetriesPerRequest: null`). */
  openForWorker(): OwnConnection;
  /** A patient connection for a command that waits in Redis, each time for less than a second, for what there is to take. */
  openForTaking(): OwnConnection;
  /** A connection for subscriptions; it subscribes again by itself after an outage. */
  openForSubscriptions(): OwnConnection;
  /** Closes every connection of this link. Does not wait for Redis. */
  close(): void;
}

/** A connection for one purpose, closed by who opened it or with the link. */
export interface OwnConnection {
  readonly client: RedisClient;
  /** Closes it and what was duplicated from it. Does not wait for Redis. */
  close(): void;
}

export interface ConnectRedisInput {
  /** `redis://` or `rediss://`; with `cluster`, one node or several separated by commas. */
  url: string;
  cluster?: boolean;
  log?: QueueLog;
  /** 0 ≤ n < 1, for the jitter of reconnects. */
  random?: () => number;
}

/**
 * Opens the connections to Redis without waiting for it. Nothing here throws or crashes when Redis is away:
 * commands of the hot connection are refused at once (no offline queue), a server that accepts but does not
 * answer is cut after 350 ms, and every connection tries again for ever with capped, jittered pauses.
 * An outage is logged once, and once more when it ends.
 */
export const connectRedis = (input: ConnectRedisInput): RedisLink => {
  const random = input.random ?? Math.random;
  const opened: OwnConnection[] = [];
  const open = (use: RedisUse): OwnConnection => {
    const one = own(input.cluster ? openCluster(input.url, use, random) : openSingle(input.url, use, random));
    opened.push(one);
    return one;
  };

  const hot = open('hot').client;
  const health = watchOutage(hot, input.log ?? silentLog);
  return {
    hot,
    health: health.state,
    openForWorker: () => open('worker'),
    openForTaking: () => open('taking'),
    openForSubscriptions: () => open('subscriptions'),
    close: () => {
      health.stop();
      for (const one of opened) one.close();
    },
  };
};

/**
 * Keeps hold of duplicates: a BullMQ worker duplicates its connection to block on, and while Redis is away has no
 * way to close that one.
 */
const own = (client: RedisClient): OwnConnection => {
  const clients = [client];
  prepare(client);
  const { duplicate } = client;
  Object.defineProperty(client, 'duplicate', {
    configurable: true,
    writable: true,
    value: (...input: unknown[]): RedisClient => {
      const copy: RedisClient = Reflect.apply(duplicate, client, input);
      prepare(copy);
      clients.push(copy);
      return copy;
    },
  });
  return {
    client,
    close: () => {
      for (const one of clients) if (one.status !== 'end') one.disconnect();
    },
  };
};

/** Without a listener an error would end the process; each reconnect is a socket of its own. */
function prepare(client: RedisClient): void {
  client.on('error', () => {});
  if (client instanceof Redis) client.on('connect', () => corkWrites(client.stream));
}

const openSingle = (url: string, use: RedisUse, random: () => number): Redis =>
  new Redis(url, {
    ...optionsOf[use],
    retryStrategy: (times) => reconnectDelayMs(times, random),
  });

const openCluster = (url: string, use: RedisUse, random: () => number): Cluster => {
  const { nodes, credentials } = clusterNodes(url);
  const { enableOfflineQueue, enableAutoPipelining, ...redisOptions } = optionsOf[use];
  return new Cluster(nodes, {
    enableOfflineQueue,
    enableAutoPipelining,
    redisOptions: { ...redisOptions, ...credentials },
    clusterRetryStrategy: (times) => reconnectDelayMs(times, random),
    clusterNodeRetryStrategy: (times) => reconnectDelayMs(times, random),
    slotsRefreshTimeout: 1000,
    ...(use === 'hot' ? { maxRedirections: 3, retryDelayOnFailover: 50, retryDelayOnClusterDown: 50 } : {}),
  });
};
