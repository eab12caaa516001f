import { testDatabaseUrl } from '@tandem/testkit/database';
import { mintChatwoot, mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../database.ts';
import { openSealer } from '../open-sealer.ts';
import { createScratchDatabase } from '../scratch-database.ts';
import type { Sealer } from '../sealed.ts';

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const now = new Date('2026-03-02T09:00:00.000Z');
const old = openSealer(key('old', 1));
const both = openSealer(`${key('new', 2)},${key('old', 1)}`);

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>;
let database: Database;
const opened: (typeof scratch)[] = [];
beforeEach(async () => {
  await database?.close();
  scratch = await createScratchDatabase(testDatabaseUrl());
  opened.push(scratch);
  database = new Database({ url: scratch.url, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  for (const one of opened) await one.drop();
});

const mintSealed = async (sealer: Sealer) => {
  const { scope, tenantId } = await mintTenant(database);
  const write = (by: Sealer, settings: Record<string, unknown>) =>
    scope.connections.write({
      provider: 'chatwoot',
      settings,
      secretSettings: ['botToken', 'webhookSecrets'],
      sealer: by,
      actor: testActor,
      now,
      installation: null,
      mayClaimDefault: false,
    });
  await write(sealer, mintChatwoot());
  return { scope, tenantId, write };
};

const refusal = async (keys: string): Promise<string> => {
  const error = await database.platform.dataKeys
    .assertUsable(openSealer(keys), now)
    .catch((one: unknown) => one);
  return error instanceof Error ? error.message : 'it may start';
};

describe('a process does not start', () => {
  it('without a key that stored secrets need, until they are sealed anew', async () => {
    const { scope, write } = await mintSealed(old);
    await database.platform.dataKeys.assertUsable(both, now);
    expect(await refusal(key('new', 2))).toContain(
      'TANDEM_ENCRYPTION_KEYS lacks the key old, which 1 stored secrets are sealed with: put it back behind the first',
    );
    expect(await scope.connections.reseal({ sealer: both, actor: testActor, now })).toMatchObject({
      values: 1,
    });
    expect(await refusal(key('new', 2))).toBe('it may start');
    expect(await refusal(key('old', 1))).toContain('lacks the key new');
    const { secretNames } = await write(openSealer(key('new', 2)), { webhookSecrets: ['another'] });
    expect(secretNames).toContain('botToken');
  });

  it('with another key under a known id, and says so without a value', async () => {
    await database.platform.dataKeys.assertUsable(both, now);
    const wrong = await refusal(`${key('new', 9)},${key('old', 1)}`);
    expect(wrong).toContain('another key under the id new than the one that id stands for');
    expect(wrong).not.toContain(Buffer.alloc(32, 9).toString('base64'));
    expect(await refusal(`${key('new', 2)},${key('old', 1)},${key('third', 3)}`)).toBe('it may start');
    expect(await database.platform.dataKeys.known()).toEqual(['new', 'old', 'third']);
  });

  it('with another key under an id that was used before keys were remembered', async () => {
    await mintSealed(old);
    expect(await refusal(key('old', 9))).toContain('another key under the id old');
    expect(await database.platform.dataKeys.known()).toEqual([]);
    expect(await refusal(key('old', 1))).toBe('it may start');
  });

  it('when another one was first with another key under a new id', async () => {
    const starts = await Promise.all([1, 2].map((fill) => refusal(key('k', fill))));
    expect(starts.filter((one) => one === 'it may start')).toHaveLength(1);
  });
});

describe('sealed values', () => {
  it('are counted by key, and found by tenant until they are sealed anew; the others stay as they are', async () => {
    const [a, b] = [await mintSealed(old), await mintSealed(old)];
    await a.write(old, { webhookSecrets: ['another'] });
    await mintSealed(both);
    const { sealedValues } = database.platform;
    expect(Object.fromEntries(await sealedValues.countByKey())).toEqual({ old: 3, new: 1 });
    const all = { keyId: 'new', afterId: '', limit: 10 };
    expect(await sealedValues.tenantsToReseal(all)).toEqual([a.tenantId, b.tenantId].sort());
    const before = await a.scope.connections.active('chatwoot');
    const done = await a.scope.connections.reseal({ sealer: both, actor: testActor, now });
    expect(done).toMatchObject({ values: 2, failures: [] });
    expect(done.revision).toBe(await database.platform.tenants.revision(a.tenantId));
    const after = await a.scope.connections.active('chatwoot');
    expect(after).toEqual({
      ...before,
      sealedSecrets: after?.sealedSecrets,
      sealedRetired: after?.sealedRetired,
    });
    expect(await sealedValues.tenantsToReseal(all)).toEqual([b.tenantId]);
    const again = await a.scope.connections.reseal({ sealer: both, actor: testActor, now });
    expect(again).toEqual({ values: 0, failures: [], revision: null });
  });
});

describe('a reseal', () => {
  const begin = (keyId: string) =>
    database.platform.reseals.request({ keyId, total: 3, actor: testActor, now });

  it('is one at a time: asked for twice it is the same, with another key the older one ends', async () => {
    const first = await begin('new');
    expect(await begin('new')).toEqual(first);
    const { id } = await begin('newer');
    expect(await database.platform.reseals.latest()).toMatchObject({ id, status: 'running', keyId: 'newer' });
    expect(await database.platform.reseals.claim({ keyId: 'new', leaseMs: 1_000 })).toBeNull();
  });

  it('is carried by one process, goes on where a dead one stopped, and ends once', async () => {
    const { reseals } = database.platform;
    await begin('new');
    const dead = await reseals.claim({ keyId: 'new', leaseMs: 60_000 });
    if (!dead) throw new Error('nobody was at it');
    expect(await reseals.claim({ keyId: 'new', leaseMs: 60_000 })).toBeNull();
    const at = { ...dead, done: 2, afterTenantId: 'ffffffff-0000-0000-0000-000000000000' };
    expect(await reseals.progress({ ...at, leaseMs: -1_000 })).toBe(true);
    const next = await reseals.claim({ keyId: 'new', leaseMs: 60_000 });
    expect(next).toMatchObject({ done: 2, afterTenantId: at.afterTenantId });
    expect(await reseals.progress({ ...at, leaseMs: 60_000 })).toBe(false);
    if (next) await reseals.finish({ ...next, now });
    expect(await reseals.latest()).toMatchObject({ status: 'succeeded', done: 2, endedAt: now });
  });
});
