import { Cluster, Redis } from 'ioredis';
import { type QueueLog, silentLog } from '../log.ts';
import {
  clusterNodes,
  hotOptions,
  patientOptions,
  type RedisUse,
  reconnectDelayMs,
} from './redis-options.ts';
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
  /** A patient connection for BullMQ workers (`maxRetriesPerRequest: null`); closed with the link. */
  openForWorker(): RedisClient;
  /** A connection for subscriptions; it subscribes again by itself after an outage; closed with the link. */
  openForSubscriptions(): RedisClient;
  /** Closes every connection of this link. Does not wait for Redis. */
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
  const clients: RedisClient[] = [];
  const open = (use: RedisUse): RedisClient => {
    const client = input.cluster ? openCluster(input.url, use, random) : openSingle(input.url, use, random);
    client.on('error', () => {});
    clients.push(client);
    return client;
  };

  const hot = open('hot');
  const health = watchOutage(hot, input.log ?? silentLog);
  return {
    hot,
    health: health.state,
    openForWorker: () => open('worker'),
    openForSubscriptions: () => open('subscriptions'),
    close: () => {
      health.stop();
      for (const client of clients) client.disconnect();
    },
  };
};

const openSingle = (url: string, use: RedisUse, random: () => number): Redis =>
  new Redis(url, {
    ...(use === 'hot' ? hotOptions : patientOptions),
    retryStrategy: (times) => reconnectDelayMs(times, random),
  });

const openCluster = (url: string, use: RedisUse, random: () => number): Cluster => {
  const { nodes, credentials } = clusterNodes(url);
  const { enableOfflineQueue, enableAutoPipelining, ...redisOptions } =
    use === 'hot' ? hotOptions : patientOptions;
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
