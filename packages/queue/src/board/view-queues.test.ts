import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshPrefix, linkToRedis } from '../../test/dev-redis.ts';
import { testLane } from '../../test/test-lane.ts';
import { connectRedis, type RedisLink } from '../connection/connect-redis.ts';
import { createLaneWaker } from '../lanes/create-lane-waker.ts';
import { openQueues } from './open-queues.ts';
import { viewQueues } from './view-queues.ts';

const prefix = freshPrefix();
let redis: RedisLink;
beforeAll(async () => {
  redis = await linkToRedis();
});
afterAll(() => redis.close());

it('shows what waits in each queue, and for how long', async () => {
  const waker = createLaneWaker(redis, { prefix });
  waker.wake([testLane()]);
  waker.wakeAt(testLane(), new Date(Date.now() + 60_000));
  await waker.flushed();
  const queues = openQueues(redis, { jobQueues: ['sync', 'sync'], prefix });
  const seen = await viewQueues(redis, { queues, nowMs: () => Date.now() + 5_000 });
  const quiet = { paused: false, workers: 0, waiting: 0, active: 0, delayed: 0, failed: 0 };
  expect(seen).toEqual([
    { ...quiet, name: 'lane wakes', waiting: 1, delayed: 1, oldestWaitingS: expect.any(Number) },
    { ...quiet, name: 'jobs: sync', oldestWaitingS: null },
  ]);
  expect(seen?.[0]?.oldestWaitingS).toBeGreaterThanOrEqual(4.9);
});

it('says that Redis is away, and waits for nothing', async () => {
  const away = connectRedis({ url: 'redis://127.0.0.1:1' });
  const queues = openQueues(away, { jobQueues: ['sync'], prefix });
  expect(await viewQueues(away, { queues, nowMs: Date.now })).toBeNull();
  away.close();
});
