import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { afterEach, describe, expect, it } from 'vitest';
import { endAll, openTwoProcesses, read } from '../../test/cache-processes.ts';
import { until } from '../../test/until.ts';
import { createTenantCache } from '../index.ts';
import { writeShared } from './shared-entries.ts';

afterEach(endAll);

describe('tenant cache', () => {
  it('loads once for all who ask, then answers without waiting, and through Redis for other processes', async () => {
    const { store, first, second, tenantId } = await openTwoProcesses();
    store.rows.set('k', { tenantId, version: 1, value: 'a' });
    expect(first.cache.peek('k')).toBeUndefined();
    const answers = await Promise.all([first.cache.get('k'), first.cache.get('k'), first.cache.get('k')]);
    expect(answers.map((answer) => answer?.value)).toEqual(['a', 'a', 'a']);
    expect(first.cache.peek('k')).toEqual({ tenantId, version: 1, value: 'a' });
    await until(async () => {
      second.cache.invalidate(tenantId);
      const before = store.loads;
      expect(await read(second, 'k')).toBe('a');
      return store.loads === before;
    });
    expect(store.revisionReads).toBe(0);
  });

  it('drops all entries of a changed tenant in every process within a second, and no other', async () => {
    const { store, first, second, tenantId } = await openTwoProcesses();
    const other = newId<TenantId>();
    store.rows.set('k', { tenantId, version: 1, value: 'a' });
    store.rows.set('l', { tenantId, version: 1, value: 'b' });
    store.rows.set('m', { tenantId: other, version: 1, value: 'c' });
    for (const key of ['k', 'l', 'm']) for (const process of [first, second]) await process.cache.get(key);

    store.rows.set('k', { tenantId, version: 2, value: 'a2' });
    store.rows.delete('l');
    const startedAt = performance.now();
    await first.changes.publishChange(tenantId, 2);
    expect(first.cache.peek('k')).toBeUndefined();
    await until(() => second.cache.peek('k') === undefined && second.cache.peek('l') === undefined);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(await read(second, 'k')).toBe('a2');
    expect(await second.cache.get('l')).toBeNull();
    expect(second.cache.peek('m')?.value).toBe('c');
  });

  it('never puts back what a reader overtaken by a change had read, neither here nor in Redis', async () => {
    const { store, first, second, tenantId } = await openTwoProcesses();
    store.rows.set('k', { tenantId, version: 1, value: 'old' });
    store.hold = true;
    const slow = first.cache.get('k');
    await until(() => store.gates.length === 1);
    store.rows.set('k', { tenantId, version: 2, value: 'new' });
    await second.changes.publishChange(tenantId, 2);
    await until(() => first.changes.recent.outdates(tenantId, 1, 0));
    const late = first.cache.get('k');
    store.release();
    expect((await slow)?.value).toBe('new');
    expect((await late)?.value).toBe('new');
    expect(first.cache.peek('k')?.value).toBe('new');
    await until(async () => {
      second.cache.invalidate(tenantId);
      return (await read(second, 'k')) === 'new';
    });
  });

  it('lets no slow process that heard nothing put an old value into Redis', async () => {
    const { redis, prefix, store, first, tenantId } = await openTwoProcesses();
    store.rows.set('k', { tenantId, version: 2, value: 'new' });
    await first.cache.get('k');
    const entry = { field: 'route.k', json: '"old"' };
    await until(
      async () => (await writeShared(redis.hot, { prefix, tenantId, version: 1, ageMs: 0, entry })) === 0,
    );
    await first.changes.publishChange(tenantId, 3);
    expect(await writeShared(redis.hot, { prefix, tenantId, version: 2, ageMs: 0, entry })).toBe(0);
  });

  it('follows an inbox from one tenant to another, whatever their revisions are', async () => {
    const { store, first, second, tenantId } = await openTwoProcesses();
    const next = newId<TenantId>();
    store.rows.set('k', { tenantId, version: 9, value: 'hers' });
    await first.cache.get('k');
    await second.cache.get('k');
    store.rows.set('k', { tenantId: next, version: 2, value: 'his' });
    await Promise.all([first.changes.publishChange(tenantId, 10), first.changes.publishChange(next, 2)]);
    await until(() => second.cache.peek('k') === undefined);
    expect((await second.cache.get('k'))?.tenantId).toBe(next);
    expect((await first.cache.get('k'))?.tenantId).toBe(next);
  });

  it('remembers for less than a second that there is nothing', async () => {
    const { store, first, tenantId } = await openTwoProcesses();
    expect(await first.cache.get('k')).toBeNull();
    expect(await first.cache.get('k')).toBeNull();
    expect(first.cache.peek('k')).toBeNull();
    expect(store.loads).toBe(1);
    store.rows.set('k', { tenantId, version: 1, value: 'a' });
    const startedAt = performance.now();
    await until(async () => (await read(first, 'k')) === 'a');
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('rejects as the load does, and loads again afterwards', async () => {
    const { redis, prefix, first } = await openTwoProcesses();
    let broken = true;
    const cache = createTenantCache<string, string>({
      redis,
      changes: first.changes,
      name: 'broken',
      prefix,
      load: () => (broken ? Promise.reject(new Error('no MySQL')) : Promise.resolve(null)),
      parse: String,
      hold: String,
      sizeOf: () => 1,
    });
    await expect(cache.get('k')).rejects.toThrow('no MySQL');
    broken = false;
    expect(await cache.get('k')).toBeNull();
  });

  describe('holds in this process', () => {
    const openHolding = async (hold = (value: string) => ({ opened: value.toUpperCase() })) => {
      const { redis, prefix, store, first, second, tenantId } = await openTwoProcesses();
      const common = { redis, name: 'held', prefix, load: store.load, parse: String, sizeOf: () => 1 };
      const cache = createTenantCache({ ...common, changes: first.changes, hold });
      const other = createTenantCache<string, string>({ ...common, changes: second.changes, hold: String });
      const hash = `{${prefix}-tenant-${tenantId}}:cache`;
      const inRedis = async () => Object.values(await redis.hot.hgetall(hash));
      const entry = { tenantId, version: 1, value: 'sealed' };
      const hear = async (revision: number) => {
        await first.changes.publishChange(tenantId, revision);
        await redis.hot.del(hash);
      };
      return { store, cache, other, inRedis, entry, hear };
    };

    it('what is made of a value, once, and gives the value itself to others', async () => {
      const { store, cache, other, inRedis, entry } = await openHolding();
      store.rows.set('k', entry);
      const made = (await cache.get('k'))?.value;
      expect(made).toEqual({ opened: 'SEALED' });
      expect(cache.peek('k')?.value).toBe(made);
      await until(async () => (await inRedis()).includes('"sealed"'));
      expect((await other.get('k'))?.value).toBe('sealed');
      expect(store.loads).toBe(1);
      expect((await inRedis()).join()).not.toContain('SEALED');
    });

    it('nothing when it cannot be made, and tries again', async () => {
      let broken = true;
      const { store, cache, entry } = await openHolding((value) => {
        if (broken) throw new Error('no such key');
        return { opened: value };
      });
      store.rows.set('k', entry);
      await expect(cache.get('k')).rejects.toThrow('no such key');
      expect(cache.peek('k')).toBeUndefined();
      broken = false;
      expect((await cache.get('k'))?.value).toEqual({ opened: 'sealed' });
    });

    it('nothing of what it shares, which is found at once where there was nothing', async () => {
      const { store, cache, other, entry } = await openHolding();
      expect(await cache.get('k')).toBeNull();
      await cache.share('k', entry);
      expect(cache.peek('k')).toBeUndefined();
      expect((await cache.get('k'))?.value).toEqual({ opened: 'SEALED' });
      expect((await other.get('k'))?.value).toBe('sealed');
      expect(store.loads).toBe(1);
    });

    it('nothing of what it warms, and loads only what Redis lacks', async () => {
      const { store, cache, other, inRedis, entry } = await openHolding();
      store.rows.set('k', entry);
      await cache.warm('k');
      expect(await inRedis()).toContain('"sealed"');
      await cache.warm('k');
      expect(cache.peek('k')).toBeUndefined();
      expect((await other.get('k'))?.value).toBe('sealed');
      expect(store.loads).toBe(1);
    });

    it('and gives to others nothing that is older than a change it heard of', async () => {
      const { store, cache, inRedis, entry, hear } = await openHolding();
      await hear(2);
      await cache.share('k', entry);
      store.rows.set('k', entry);
      await cache.warm('k');
      expect(await inRedis()).toEqual([]);
    });
  });
});
