import { randomBytes } from 'node:crypto';
import { Queue } from 'bullmq';
import { afterEach, describe, expect, it } from 'vitest';
import { testLane } from '../../test/test-lane.ts';
import { throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import { connectRedis } from '../connection/connect-redis.ts';
import { jobQueueName, jobQueuePrefix } from '../jobs/define-job.ts';
import { createLaneWaker } from '../lanes/create-lane-waker.ts';
import { readQueueVitals } from './read-queue-vitals.ts';
import { readRedisVitals } from './read-redis-vitals.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start = async (options: string[] = []) => {
  const server = await throwawayRedis(options);
  ends.push(server.kill);
  await server.start();
  return server;
};

describe('readRedisVitals', () => {
  it('tells policy, memory, role and clock', async () => {
    const server = await start(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
    const vitals = await readRedisVitals({ url: server.url, cluster: false });
    expect(vitals).toMatchObject({ reached: true, role: 'master', isCluster: false });
    expect(vitals).toMatchObject({ maxmemoryPolicy: 'allkeys-lru', memory: { max: 64 * 1_024 * 1_024 } });
    expect(vitals.reached && Math.abs(vitals.timeMs - Date.now())).toBeLessThan(5_000);
    expect(vitals.reached && vitals.version).toMatch(/^\d+\.\d+/);
  });

  it('knows a cluster from a server of its own, whichever it is asked as', async () => {
    const server = await start(['--cluster-enabled', 'yes']);
    for (const cluster of [true, false])
      expect(await readRedisVitals({ url: server.url, cluster })).toMatchObject({ isCluster: true });
  });

  it('says why it cannot be reached, and no password', async () => {
    const server = await start();
    const redis = connectRedis({ url: server.url });
    ends.push(redis.close);
    await until(() => redis.health.up);
    await redis.hot.config('SET', 'requirepass', 'right');
    const url = new URL(server.url);
    url.password = 'wrong-password';
    const refused = await readRedisVitals({ url: url.href, cluster: false });
    expect(refused).toMatchObject({ reached: false, reason: expect.stringMatching(/WRONGPASS|NOAUTH/) });
    expect(JSON.stringify(refused)).not.toContain('wrong-password');
    await server.kill();
    expect(await readRedisVitals({ url: server.url, cluster: false })).toEqual({
      reached: false,
      reason: 'ECONNREFUSED',
    });
  });
});

describe('readQueueVitals', () => {
  it('names the queue that somebody paused, and leaves nothing behind', async () => {
    const server = await start();
    const redis = connectRedis({ url: server.url });
    ends.push(redis.close);
    await until(() => redis.health.up);
    const prefix = `vitals-${randomBytes(6).toString('hex')}`;
    const look = () => readQueueVitals(redis, { prefix, jobQueues: ['sync'] });
    expect(await look()).toEqual([
      { name: 'lanes-0', isPaused: false, waiting: 0 },
      { name: 'jobs-sync', isPaused: false, waiting: 0 },
    ]);
    expect(await redis.hot.keys(`*${prefix}*`)).toEqual([]);
    const queue = new Queue(jobQueueName, { connection: redis.hot, prefix: jobQueuePrefix(prefix, 'sync') });
    await queue.add('one', {});
    await queue.pause();
    expect(await look()).toContainEqual({ name: 'jobs-sync', isPaused: true, waiting: 1 });
    const waker = createLaneWaker(redis, { prefix });
    waker.wake([testLane(), testLane()]);
    await waker.flushed();
    expect(await look()).toContainEqual({ name: 'lanes-0', isPaused: false, waiting: 2 });
  });

  it('rejects at once when Redis is away', async () => {
    const redis = connectRedis({ url: 'redis://127.0.0.1:1' });
    ends.push(redis.close);
    await expect(readQueueVitals(redis, { jobQueues: [] })).rejects.toThrow('away');
  });
});
