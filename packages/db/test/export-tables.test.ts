import { expect, it } from 'vitest';
import { exportTables, notExported } from '../src/repositories/export-tables.ts';
import { claimedTables, tenantTables } from '../src/schema/table-names.ts';

it('takes every table of tenants out, or says why not', () => {
  const known = [...exportTables.map(({ table }) => table), ...notExported].sort();
  expect(known).toEqual([...tenantTables, ...claimedTables].sort());
});
