import { Cluster } from 'ioredis';
import type { QueueLog } from '../log.ts';
import type { RedisClient, RedisHealth } from './connect-redis.ts';

/**
 * Follows a connection: `up` from ready to the next cut; each outage is logged once when it begins and ends.
 * After `stop` it is down for good and nothing is logged.
 */
export const watchOutage = (client: RedisClient, log: QueueLog): { state: RedisHealth; stop: () => void } => {
  const state = { up: false };
  let reported = false;
  let stopped = false;
  let reason = 'connection closed';

  const begin = () => {
    state.up = false;
    if (reported || stopped) return;
    reported = true;
    log.warn({ reason }, 'redis is away: going on without it');
  };
  const end = () => {
    state.up = !stopped;
    if (reported) log.info({}, 'redis is back');
    reported = false;
    reason = 'connection closed';
  };
  client.on('error', (error: Error) => {
    reason = error.message;
    if (client.status !== 'ready') begin();
  });
  client.on('close', begin);
  client.on('ready', end);
  if (client instanceof Cluster) watchNodes(client, begin, end);
  return {
    state,
    stop: () => {
      stopped = true;
      state.up = false;
    },
  };
};

const nodeCheckMs = 250;

/** A cluster calls itself ready while every node is away: it is up as long as one master is. */
const watchNodes = (cluster: Cluster, begin: () => void, end: () => void): void => {
  const anyReady = () => cluster.nodes('master').some((node) => node.status === 'ready');
  let checking = false;
  const check = () => {
    checking = cluster.status === 'ready' && !anyReady();
    if (checking) setTimeout(check, nodeCheckMs).unref();
    else if (cluster.status === 'ready') end();
  };
  cluster.on('node error', () => {
    if (checking || anyReady()) return;
    begin();
    check();
  });
};
