import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { expect, it } from 'vitest';
import { createLocalEntries, type TenantEntry } from './create-local-entries.ts';

interface Route {
  connectionId: string;
  provider: string;
  validUntil: string | null;
}

const routeBytes = 120;

/** Through JSON, as from Redis or a row: a string just put together takes many times the memory. */
const routeEntry = (): TenantEntry<Route> =>
  JSON.parse(
    JSON.stringify({
      tenantId: newId(),
      version: 1,
      value: { connectionId: newId(), provider: 'chatwoot', validUntil: null },
    }),
  );

const heapBytes = (): number => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
};

it('holds the routes of 100,000 tenants in 42 MB, and says about how much that is', () => {
  const before = heapBytes();
  const entries = createLocalEntries<Route>(64e6);
  let last = '';
  for (let index = 0; index < 100_000; index += 1) {
    last = `https://chat.example.com|${index}|${index}`;
    entries.set(last, routeEntry(), routeBytes);
  }
  const heap = heapBytes() - before;
  expect(entries.get('https://chat.example.com|0|0')).toBeDefined();
  expect(entries.get(last)).toBeDefined();
  expect(heap).toBeLessThan(42e6);
  expect(entries.bytes).toBeGreaterThan(heap * 0.8);
  expect(entries.bytes).toBeLessThan(heap * 1.5);
});

it('lets the least recently used go when it is full, and forgets them by tenant too', () => {
  const entries = createLocalEntries<string>(3000);
  const tenants = Array.from({ length: 8 }, () => newId<TenantId>());
  for (const [index, tenantId] of tenants.entries()) {
    entries.set(`k${index}`, { tenantId, version: 1, value: 'v' }, 300);
    entries.get('k0');
  }
  expect(entries.get('k0')).toBeDefined();
  expect(entries.get('k1')).toBeUndefined();
  expect(entries.bytes).toBeLessThanOrEqual(3000);
  for (const tenantId of tenants) entries.dropOlder(tenantId, 2);
  expect(entries.bytes).toBe(0);
});

it('keeps the newer of two versions, and drops only what is older than a revision', () => {
  const entries = createLocalEntries<string>(10_000);
  const tenantId = newId<TenantId>();
  entries.set('k', { tenantId, version: 2, value: 'new' }, 1);
  entries.set('k', { tenantId, version: 1, value: 'old' }, 1);
  expect(entries.get('k')?.value).toBe('new');
  entries.set('l', { tenantId, version: 3, value: 'newer' }, 1);
  entries.dropOlder(tenantId, 3);
  expect([entries.get('k'), entries.get('l')?.value]).toEqual([undefined, 'newer']);
  entries.set('k', { tenantId: newId<TenantId>(), version: 1, value: 'of another tenant' }, 1);
  entries.dropOlder(tenantId, 4);
  expect([entries.get('k')?.value, entries.get('l')]).toEqual(['of another tenant', undefined]);
});

it('leaves out what is too large', () => {
  const entries = createLocalEntries<string>(4000);
  const tenantId = newId<TenantId>();
  entries.set('k', { tenantId, version: 1, value: 'x' }, 3000);
  expect(entries.get('k')).toBeUndefined();
  entries.dropOlder(tenantId, 2);
});
