import { Database, openSealer } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import { createScratchDatabase, testDatabaseUrl } from '@tandem/testkit/database';
import { mintTenant, testActor, testEncryptionKeys, testSealer } from '@tandem/testkit/tenants';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { carryReseal, type ResealContext } from './carry-reseal.ts';

const now = new Date('2026-03-02T09:00:00.000Z');
const newer = openSealer(`newer:${Buffer.alloc(32, 8).toString('base64')},${testEncryptionKeys}`);

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>;
let database: Database;
let told: { tenantId: TenantId; revision: number }[];
let context: ResealContext;
beforeAll(async () => {
  scratch = await createScratchDatabase(testDatabaseUrl());
  database = new Database({ url: scratch.url, poolSize: 2 });
});
beforeEach(() => {
  told = [];
  context = {
    database,
    sealer: newer,
    now: () => now,
    notifyChange: (tenantId, revision) => void told.push({ tenantId, revision }),
    leaseMs: 60_000,
    log: { info: () => {} },
  };
});
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

const mint = (count: number) =>
  Promise.all(
    Array.from({ length: count }, () => mintTenant(database, { chatwoot: {}, botpress: { token: 't' } })),
  );
const request = (keyId: string) =>
  database.platform.reseals.request({ keyId, total: 0, actor: testActor, now });
const counts = async () => Object.fromEntries(await database.platform.sealedValues.countByKey());

it('seals all secrets of all tenants anew, tells every process, and nothing when nobody asked', async () => {
  const minted = await mint(25);
  expect(await carryReseal(context)).toBe(false);
  await request('newer');
  expect(await carryReseal({ ...context, sealer: testSealer })).toBe(false);
  expect(await carryReseal(context)).toBe(true);
  expect(await counts()).toEqual({ newer: 50 });
  expect(await database.platform.reseals.latest()).toMatchObject({
    status: 'succeeded',
    done: 50,
    failures: [],
  });
  expect(told.map(({ tenantId }) => tenantId).sort()).toEqual(minted.map(({ tenantId }) => tenantId).sort());
  for (const { tenantId, revision } of told)
    expect(await database.platform.tenants.revision(tenantId)).toBe(revision);
});

it('goes on where a process that died had stopped', async () => {
  await mint(45);
  const before = (await counts()).test ?? 0;
  await request('newer');
  const dying = new Error('killed');
  let steps = 0;
  const killed = carryReseal({
    ...context,
    leaseMs: 0,
    notifyChange: () => {
      steps += 1;
      if (steps === 30) throw dying;
    },
  });
  await expect(killed).rejects.toBe(dying);
  const left = (await counts()).test ?? 0;
  expect([left > 0, left < before]).toEqual([true, true]);
  await expect.poll(() => carryReseal(context), { timeout: 10_000 }).toBe(true);
  expect((await counts()).test).toBeUndefined();
  expect(await database.platform.reseals.latest()).toMatchObject({ status: 'succeeded' });
});

it('leaves what does not open as it is, names its row, and fails', async () => {
  const [{ tenantId, chatwoot } = {}] = await mint(1);
  const wrong = openSealer(
    `third:${Buffer.alloc(32, 1).toString('base64')},newer:${Buffer.alloc(32, 8).toString('base64')},test:${Buffer.alloc(32, 9).toString('base64')}`,
  );
  await request('third');
  expect(await carryReseal({ ...context, sealer: wrong })).toBe(true);
  expect(await database.platform.reseals.latest()).toMatchObject({
    status: 'failed',
    failures: expect.arrayContaining([{ tenantId, id: chatwoot?.connection.id }]),
  });
  expect((await counts()).test).toBe(2);
});
