import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { Tables } from '../src/schema/tables.ts';
import { methodsOf, mintTwins, openStores } from './run-cases.ts';
import { tenantTables } from './table-names.ts';
import { tenantCases } from './tenant-cases.ts';
import type { Twin } from './twin.ts';

const { database, behind, close } = openStores();
afterAll(close);

const someTwins = await mintTwins(behind);
const methods = methodsOf(database.enter(someTwins.a.tenantId)).filter(({ part }) => part !== 'itself');

describe('two tenants whose rows have the same ids', () => {
  it('are told apart by methods that all have a case here', () => {
    const without = methods.filter(({ part, method }) => tenantCases[part]?.[method] === undefined);
    expect(without.map(({ name }) => name)).toEqual([]);
    const known = methods.map(({ name }) => name);
    const cases = Object.entries(tenantCases).flatMap(([part, some]) =>
      Object.keys(some).map((one) => `${part}.${one}`),
    );
    expect(cases.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(methods)('$name neither reads nor changes the other’s', async ({ part, method }) => {
    const run = tenantCases[part]?.[method];
    if (!run) return;
    const { a, b } = await mintTwins(behind);
    const before = { a: await checksum(behind, a), b: await checksum(behind, b) };
    const result = show(await run(database.enter(a.tenantId), a));
    expect(strangersIn(result, a)).toEqual([]);
    expect(await checksum(behind, b)).toEqual(before.b);
    const changed = (await checksum(behind, a)) !== before.a;
    expect(changed || saysSomething(result), 'the case does nothing').toBe(true);
  });
});

/** Tenants other than `own` whose texts are in a result: B, or one of another test. */
const strangersIn = (result: string, own: Twin): string[] =>
  (result.match(/twin-[0-9a-f-]{36}/g) ?? []).filter((marker) => marker !== own.marker);

/** All rows of one tenant, in the platform's tables too. */
async function checksum(db: Kysely<Tables>, { tenantId }: Twin): Promise<string> {
  const hash = createHash('sha256');
  const tables = [...tenantTables, 'inbox_routes', 'webhook_keys', 'api_keys'] as const;
  for (const table of tables) {
    const rows = await db.selectFrom(table).where('tenant_id', '=', tenantId).selectAll().execute();
    hash.update(JSON.stringify([table, rows.map((row) => JSON.stringify(row)).sort()]));
  }
  const tenant = await db.selectFrom('tenants').where('id', '=', tenantId).selectAll().execute();
  return hash.update(JSON.stringify(tenant)).digest('hex');
}

/** Buffers and nested JSON as readable text, so that a marker in them is found. */
const show = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    isBufferJson(one) ? Buffer.from(one.data).toString('latin1') : one,
  ) ?? '';

const isBufferJson = (value: unknown): value is { data: number[] } =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  value.type === 'Buffer' &&
  'data' in value;

const saysSomething = (result: string): boolean => !['', 'null', 'false', '[]', '{}', '0'].includes(result);
