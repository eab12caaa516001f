import type { RedisOptions } from 'ioredis';

/** What a connection is for: requests (`hot`), BullMQ workers, subscriptions, or taking what comes (`taking`). */
export type RedisUse = 'hot' | 'worker' | 'subscriptions' | 'taking';

const answerTimeoutMs = 350;

/**
 * Fails instead of waiting: no offline queue, nothing sent again after a cut. `socketTimeout` counts from a
 * command written without any data coming back, so a server that hangs is cut without a timer per command.
 */
const hotOptions = {
  connectTimeout: answerTimeoutMs,
  socketTimeout: answerTimeoutMs,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableAutoPipelining: true,
  // Each of these is mostly a batch by itself, and a pipeline costs more than it saves for one.
  autoPipeliningIgnoredCommands: ['evalsha', 'zadd'],
} satisfies RedisOptions;

/** Waits for Redis: what BullMQ demands of a worker's connection, and what a subscriber wants. */
const patientOptions = {
  connectTimeout: 2000,
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  enableAutoPipelining: false,
} satisfies RedisOptions;

/** For a command that blocks for less than a second each time: a server that says nothing for longer hangs. */
const takingOptions = { ...patientOptions, socketTimeout: 2000 } satisfies RedisOptions;

/** How a connection of each use is opened. */
export const optionsOf = {
  hot: hotOptions,
  worker: patientOptions,
  subscriptions: patientOptions,
  taking: takingOptions,
} satisfies Record<RedisUse, RedisOptions>;

const reconnectMaxMs = 2000;

/** Doubling from 50 ms to 2 s, half of it jitter, for ever. `times` counts from 1. */
export const reconnectDelayMs = (times: number, random: () => number): number => {
  const capMs = Math.min(25 * 2 ** Math.min(times, 10), reconnectMaxMs);
  return Math.round(capMs / 2 + random() * (capMs / 2));
};

type Credentials = Pick<RedisOptions, 'username' | 'password'> & { tls?: object };

/** The start nodes of a cluster, and what every node discovered later needs to be reached the same way. */
export const clusterNodes = (
  url: string,
): { nodes: { host: string; port: number }[]; credentials: Credentials } => {
  const urls = url.split(',').map((one) => new URL(one.trim()));
  const [first] = urls;
  if (first === undefined) throw new Error('a cluster needs at least one redis:// URL');
  return {
    nodes: urls.map((one) => ({
      host: one.hostname.replace(/^\[|\]$/g, ''),
      port: Number(one.port || 6379),
    })),
    credentials: {
      ...(first.username ? { username: decodeURIComponent(first.username) } : {}),
      ...(first.password ? { password: decodeURIComponent(first.password) } : {}),
      ...(first.protocol === 'rediss:' ? { tls: {} } : {}),
    },
  };
};
