import type { LaneKey } from '@tandem/schemas';
import { createLaneWaker, createLaneWorker, type RedisLink } from '../src/index.ts';
import { laneQueuePrefix } from '../src/lanes/lane-queue.ts';
import { freshPrefix, linkToRedis } from './dev-redis.ts';

/** What a test opened, to be ended in reverse. */
export const ends: (() => unknown)[] = [];

export const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end();
};

export const openRedis = async (url?: string): Promise<RedisLink> => {
  const redis = await linkToRedis(url);
  ends.push(redis.close);
  return redis;
};

interface OpenLanesOptions {
  prefix?: string;
  shards?: number;
  concurrency?: number;
  waitingMax?: number;
}

/** A waker, a worker whose runs can be held, and the lanes it ran in order. */
export const openLanes = (redis: RedisLink, options: OpenLanesOptions = {}) => {
  const { prefix = freshPrefix(), shards = 1, concurrency = 10 } = options;
  const ran: LaneKey[] = [];
  const held: (() => void)[] = [];
  const state = { hold: false };
  const worker = createLaneWorker(redis, {
    prefix,
    shards,
    concurrency,
    ...(options.waitingMax !== undefined && { waitingMax: options.waitingMax }),
    run: async (lane) => {
      ran.push(lane);
      if (state.hold) await new Promise<void>((resolve) => held.push(resolve));
    },
  });
  const release = () => {
    state.hold = false;
    for (const resolve of held.splice(0)) resolve();
  };
  ends.push(async () => {
    release();
    await worker.close();
    if (redis.health.up) await removeLaneKeys(redis, prefix, shards);
  });
  return { prefix, worker, waker: createLaneWaker(redis, { prefix, shards }), ran, state, held, release };
};

export const removeLaneKeys = async (redis: RedisLink, prefix: string, shards: number) => {
  for (let shard = 0; shard < shards; shard += 1) {
    const keys = await redis.hot.keys(`${laneQueuePrefix(prefix, shard)}*`);
    if (keys.length > 0) await redis.hot.del(...keys);
  }
};
