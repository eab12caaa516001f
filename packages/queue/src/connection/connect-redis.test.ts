import { afterEach, describe, expect, it } from 'vitest';
import { type ThrowawayRedis, throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import type { QueueLog } from '../log.ts';
import { connectRedis, type RedisLink } from './connect-redis.ts';
import { reconnectDelayMs } from './redis-options.ts';

const lines: string[] = [];
const log: QueueLog = {
  info: (_, message) => lines.push(message),
  warn: (_, message) => lines.push(message),
  error: (_, message) => lines.push(message),
};
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  lines.length = 0;
});

const open = async (options?: string[]): Promise<{ server: ThrowawayRedis; redis: RedisLink }> => {
  const server = await throwawayRedis(options);
  const redis = connectRedis({ url: server.url, cluster: options !== undefined, log });
  ends.push(server.kill, redis.close);
  return { server, redis };
};

const failureMs = async (command: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await expect(command()).rejects.toThrow();
  return performance.now() - startedAt;
};

describe('connectRedis', () => {
  it('refuses commands at once while Redis is away, comes up by itself and logs an outage once', async () => {
    const { server, redis } = await open();
    expect(await failureMs(() => redis.hot.get('a'))).toBeLessThan(100);
    await until(() => lines.length === 1);
    await server.start();
    await until(() => redis.health.up);
    expect(await redis.hot.set('a', '1')).toBe('OK');

    await server.kill();
    await until(() => !redis.health.up);
    for (let count = 0; count < 20; count += 1) {
      expect(await failureMs(() => redis.hot.get('a'))).toBeLessThan(100);
    }
    await server.start();
    await until(() => redis.health.up);
    expect(await redis.hot.get('a')).toBeNull();
    expect(lines).toEqual([
      'redis is away: going on without it',
      'redis is back',
      'redis is away: going on without it',
      'redis is back',
    ]);
  });

  it('gives up soon on a Redis that hangs, and is down until it answers again', async () => {
    const { server, redis } = await open();
    await server.start();
    await until(() => redis.health.up);
    server.freeze();
    const waits = await Promise.all(Array.from({ length: 5 }, () => failureMs(() => redis.hot.get('a'))));
    expect(Math.max(...waits)).toBeLessThan(700);
    expect(redis.health.up).toBe(false);
    expect(await failureMs(() => redis.hot.get('a'))).toBeLessThan(100);
    server.thaw();
    await until(() => redis.health.up);
    expect(await redis.hot.get('a')).toBeNull();
  });

  it('speaks to a cluster, and fails at once while it is away', async () => {
    const { server, redis } = await open(['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']);
    await server.start();
    const single = connectRedis({ url: server.url });
    ends.push(single.close);
    await until(() => single.health.up);
    await single.hot.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await until(() => redis.health.up);
    expect(await redis.hot.set('{a}b', '1')).toBe('OK');
    await server.kill();
    expect(await failureMs(() => redis.hot.get('{a}b'))).toBeLessThan(500);
    await until(() => !redis.health.up);
  });

  it('tries again for ever, ever slower, never in step', () => {
    expect([1, 2, 5, 50, 5000].map((times) => reconnectDelayMs(times, () => 0))).toEqual([
      25, 50, 400, 1000, 1000,
    ]);
    expect(reconnectDelayMs(5000, () => 1)).toBe(2000);
  });
});
