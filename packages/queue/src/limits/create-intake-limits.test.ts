import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { afterEach, expect, it } from 'vitest';
import { freshPrefix, linkToRedis } from '../../test/dev-redis.ts';
import { throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import { connectRedis, createIntakeLimits, type IntakeLimiter, type IntakeLimits } from '../index.ts';

const off: IntakeLimits = {
  inboxSoftPerMin: 0,
  inboxHardPerMin: 0,
  tenantSoftPerMin: 0,
  tenantHardPerMin: 0,
};

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const open = async (limits: Partial<IntakeLimits>) => {
  const redis = await linkToRedis();
  const prefix = freshPrefix();
  ends.push(redis.close, async () => {
    const keys = await redis.hot.keys(`${prefix}-*`);
    if (keys.length > 0) await redis.hot.del(...keys);
  });
  const make = () => createIntakeLimits({ redis, prefix, limits: { ...off, ...limits } });
  return { redis, prefix, make, limiter: make(), tenantId: newId<TenantId>() };
};

const checks = async (
  limiter: IntakeLimiter,
  message: { tenantId: TenantId; inbox: string },
  count: number,
) => {
  const verdicts = [];
  for (let index = 0; index < count; index += 1) verdicts.push(await limiter.check(message));
  return verdicts;
};

it('asks nothing of Redis when all limits are off', async () => {
  const { redis, prefix, limiter, tenantId } = await open({});
  expect(await limiter.check({ tenantId, inbox: '1' })).toEqual({ verdict: 'ok' });
  expect(await redis.hot.keys(`${prefix}-*`)).toEqual([]);
});

it('paces what is over a soft limit at the soft rate, for three minutes at most', async () => {
  const { limiter, tenantId } = await open({ inboxSoftPerMin: 2 });
  expect(await checks(limiter, { tenantId, inbox: '1' }, 9)).toEqual([
    { verdict: 'ok' },
    { verdict: 'ok' },
    { verdict: 'paced', delayMs: 30_000 },
    { verdict: 'paced', delayMs: 60_000 },
    { verdict: 'paced', delayMs: 90_000 },
    { verdict: 'paced', delayMs: 120_000 },
    { verdict: 'paced', delayMs: 150_000 },
    { verdict: 'paced', delayMs: 180_000 },
    { verdict: 'paced', delayMs: 180_000 },
  ]);
  expect(await limiter.check({ tenantId, inbox: '2' })).toEqual({ verdict: 'ok' });
});

it('refuses what is over a hard limit, in all processes', async () => {
  const { make, limiter, tenantId } = await open({ inboxHardPerMin: 3 });
  const inbox = { tenantId, inbox: '1' };
  expect(await checks(limiter, inbox, 3)).toEqual(Array(3).fill({ verdict: 'ok' }));
  const refusal = await make().check(inbox);
  expect(refusal).toMatchObject({ verdict: 'refused', retryAfterS: expect.any(Number) });
  expect(refusal.verdict === 'refused' && refusal.retryAfterS).toBeGreaterThan(50);
  expect(refusal.verdict === 'refused' && refusal.retryAfterS).toBeLessThanOrEqual(60);
});

it('takes nothing from the tenant for what an inbox is refused, nor from an inbox for what its tenant is', async () => {
  const { limiter, tenantId } = await open({ inboxHardPerMin: 2, tenantSoftPerMin: 4, tenantHardPerMin: 5 });
  const flooding = await checks(limiter, { tenantId, inbox: '1' }, 50);
  expect(flooding.filter(({ verdict }) => verdict === 'ok')).toHaveLength(2);
  expect(await checks(limiter, { tenantId, inbox: '2' }, 2)).toEqual([{ verdict: 'ok' }, { verdict: 'ok' }]);
  expect(await checks(limiter, { tenantId, inbox: '3' }, 3)).toMatchObject([
    { verdict: 'paced' },
    { verdict: 'refused' },
    { verdict: 'refused' },
  ]);
});

it('counts for itself while Redis is away, and for all again when it is back', async () => {
  const server = await throwawayRedis();
  const redis = connectRedis({ url: server.url });
  ends.push(server.kill, redis.close);
  const tenantId = newId<TenantId>();
  const limiter = createIntakeLimits({ redis, limits: { ...off, tenantSoftPerMin: 1 } });
  expect(await checks(limiter, { tenantId, inbox: '1' }, 2)).toMatchObject([
    { verdict: 'ok' },
    { verdict: 'paced' },
  ]);
  for (const _ of ['first', 'after a restart']) {
    await server.start();
    await until(() => redis.health.up);
    await checks(limiter, { tenantId, inbox: '1' }, 2);
    expect(await redis.hot.get(`tandem-intake:${tenantId}`)).toBe('2');
    await server.kill();
    expect((await limiter.check({ tenantId, inbox: '1' })).verdict).toBe('paced');
  }
});
