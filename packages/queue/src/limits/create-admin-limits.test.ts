import { afterEach, describe, expect, it } from 'vitest';
import { freshPrefix, linkToRedis } from '../../test/dev-redis.ts';
import { throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import { type AdminLimiter, connectRedis, createAdminLimits } from '../index.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const open = async (keyPerMin: number) => {
  const redis = await linkToRedis();
  const prefix = freshPrefix();
  const keys = () => redis.hot.keys(`${prefix}-*`);
  ends.push(redis.close, async () => {
    const left = await keys();
    if (left.length > 0) await redis.hot.del(...left);
  });
  const make = () => createAdminLimits({ redis, keyPerMin, prefix });
  return { make, limiter: make(), keys };
};

const failures = async (limiter: AdminLimiter, addresses: readonly string[]) => {
  const waits = [];
  for (const address of addresses) waits.push(await limiter.countFailure(address));
  return waits;
};
const times = (count: number, address: string) => Array<string>(count).fill(address);

describe('calls of a key', () => {
  it('are limited over all processes, each key for itself', async () => {
    const { make, limiter } = await open(3);
    expect(await limiter.countCalls('a', 2)).toBeNull();
    expect(await make().countCalls('a', 1)).toBeNull();
    const waitS = await limiter.countCalls('a', 1);
    expect(waitS).toBeGreaterThan(50);
    expect(waitS).toBeLessThanOrEqual(60);
    expect(await limiter.countCalls('b', 3)).toBeNull();
  });

  it('are not counted when the limit is off', async () => {
    const { limiter, keys } = await open(0);
    expect(await limiter.countCalls('a', 1_000_000)).toBeNull();
    expect(await keys()).toEqual([]);
  });

  it('are limited by this process alone while Redis is away', async () => {
    const server = await throwawayRedis();
    const redis = connectRedis({ url: server.url });
    ends.push(server.kill, redis.close);
    const limiter = createAdminLimits({ redis, keyPerMin: 1 });
    expect([await limiter.countCalls('a', 1), await limiter.countCalls('a', 1)]).toEqual([null, 60]);
    await server.start();
    await until(() => redis.health.up);
    expect([await limiter.countCalls('a', 1), await limiter.countCalls('a', 1)]).toEqual([null, 60]);
  });
});

describe('wrong keys', () => {
  it('are put off after 20 a minute of one address, whichever process hears them', async () => {
    const { make, limiter } = await open(0);
    const waits = await failures(limiter, times(20, '192.0.2.1'));
    expect(waits).toEqual(Array(20).fill(null));
    expect(await make().countFailure('192.0.2.1')).toBeGreaterThan(0);
    expect(await limiter.countFailure('192.0.2.2')).toBeNull();
  });

  it('of one IPv6 network are of one address', async () => {
    const { limiter } = await open(0);
    const spread = Array.from({ length: 21 }, (_, index) => `2001:db8:0:7::${index.toString(16)}`);
    expect((await failures(limiter, spread)).at(-1)).toBeGreaterThan(0);
    expect(await limiter.countFailure('2001:db8:0:8::1')).toBeNull();
  });

  it('are put off overall after 1,000 a minute, and fill no memory however many addresses they come from', async () => {
    const { limiter, keys } = await open(0);
    const many = Array.from({ length: 6_000 }, (_, index) => `198.51.${index >> 8}.${index & 255}`);
    const waits = [];
    for (let from = 0; from < many.length; from += 100) {
      const some = many.slice(from, from + 100);
      waits.push(...(await Promise.all(some.map((address) => limiter.countFailure(address)))));
    }
    expect(waits.filter((waitS) => waitS === null).length).toBeLessThanOrEqual(1_000);
    expect((await keys()).length).toBeLessThanOrEqual(4_097);
  });
});
