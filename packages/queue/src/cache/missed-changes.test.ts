import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { afterEach, describe, expect, it } from 'vitest';
import {
  endAll,
  ends,
  openProcess,
  openRedis,
  openStore,
  openTwoProcesses,
  read,
} from '../../test/cache-processes.ts';
import { throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import { connectRedis, type RedisLink } from '../index.ts';
import { writeShared } from './shared-entries.ts';

afterEach(endAll);

describe('tenant cache, when Redis missed a change', () => {
  it('hears of it from the feed, then doubts what Redis holds and repairs it', async () => {
    const { prefix, store, first, second, tenantId } = await openTwoProcesses();
    store.rows.set('k', { tenantId, version: 1, value: 'old' });
    await first.cache.get('k');
    // The writer commits and dies.
    store.rows.set('k', { tenantId, version: 2, value: 'new' });
    const third = openProcess(await openRedis(), prefix, store, 20);
    third.feed.push({ tenantId });
    await until(() => third.changes.recent.outdates(tenantId, 9, 0));
    expect(await read(third, 'k')).toBe('new');
    await until(async () => {
      second.cache.invalidate(tenantId);
      return (await read(second, 'k')) === 'new';
    });
  });

  it('asks MySQL for the revision before it takes what was not confirmed for 25 s', async () => {
    const { redis, prefix, store, first, second, tenantId } = await openTwoProcesses();
    store.rows.set('k', { tenantId, version: 1, value: 'a' });
    await first.cache.get('k');
    const age = async (value: string) => {
      await removeHash(redis, prefix, tenantId);
      const entry = { field: 'route.k', json: JSON.stringify(value) };
      await writeShared(redis.hot, { prefix, tenantId, version: 1, ageMs: 26_000, entry });
      second.cache.invalidate(tenantId);
    };
    await until(async () => (await redis.hot.exists(`${prefix}-owner-route.k`)) === 1);
    await age('from redis');
    const loads = store.loads;
    expect(await read(second, 'k')).toBe('from redis');
    expect(store).toMatchObject({ loads, revisionReads: 1 });
    second.cache.invalidate(tenantId);
    expect(await read(second, 'k')).toBe('from redis');
    expect(store).toMatchObject({ loads, revisionReads: 1 });

    await age('from redis');
    store.rows.set('k', { tenantId, version: 2, value: 'new' });
    expect(await read(second, 'k')).toBe('new');
  });

  it('goes on from MySQL while Redis is away, and polls at once when it is back', async () => {
    const server = await throwawayRedis();
    const redis = connectRedis({ url: server.url });
    ends.push(server.kill, redis.close);
    const store = openStore();
    const tenantId = newId<TenantId>();
    const process = openProcess(redis, 'tandem', store);
    store.rows.set('k', { tenantId, version: 1, value: 'a' });
    const startedAt = performance.now();
    expect(await read(process, 'k')).toBe('a');
    await process.changes.publishChange(tenantId, 2);
    store.rows.set('k', { tenantId, version: 2, value: 'b' });
    expect(await read(process, 'k')).toBe('b');
    expect(performance.now() - startedAt).toBeLessThan(200);

    store.rows.set('k', { tenantId, version: 3, value: 'c' });
    process.feed.push({ tenantId, revision: 3 });
    await server.start();
    await until(async () => (await read(process, 'k')) === 'c');
    const { polls } = process.state;
    await server.kill();
    await server.start();
    await until(() => process.state.polls > polls);
  });
});

const removeHash = (redis: RedisLink, prefix: string, tenantId: TenantId) =>
  redis.hot.del(`{${prefix}-tenant-${tenantId}}:cache`);
