import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTenantIndex } from './create-tenant-index.ts';

const tenants = [newId<TenantId>(), newId<TenantId>()];
const change = fc.record({
  adds: fc.boolean(),
  tenantId: fc.constantFrom(...tenants),
  key: fc.constantFrom('a', 'b', 'c'),
});

it('knows the keys of each tenant after any changes', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const index = createTenantIndex();
      const expected = new Map(tenants.map((tenantId) => [tenantId, new Set<string>()]));
      for (const { adds, tenantId, key } of changes) {
        if (adds) index.add(tenantId, key);
        else index.remove(tenantId, key);
        if (adds) expected.get(tenantId)?.add(key);
        else expected.get(tenantId)?.delete(key);
      }
      for (const [tenantId, keys] of expected)
        expect([...index.keys(tenantId)].sort()).toEqual([...keys].sort());
    }),
  );
});

it('tells the keys as they were when it was asked', () => {
  const index = createTenantIndex();
  const tenantId = newId<TenantId>();
  for (const key of ['a', 'b']) index.add(tenantId, key);
  const keys = index.keys(tenantId);
  index.add(tenantId, 'c');
  expect(keys).toEqual(['a', 'b']);
});
