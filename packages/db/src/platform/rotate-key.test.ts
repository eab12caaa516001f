import { createHash } from 'node:crypto';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';

const database = openTestDatabase();
afterAll(() => database.close());
const { apiKeys } = database.platform;
const now = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const base = { actor: testActor, now, name: 'CI', role: 'admin' } as const;
const rotation = { actor: testActor, now, overlapMs: 60_000 };

describe('a rotated key', () => {
  it('has a successor with its name, role, user and end; the old one ends with the overlap', async () => {
    const { tenantId, scope } = await mintTenant(database);
    const user = await scope.users.create({ email: 'a@b.test', role: 'admin', actor: testActor, now });
    const old = await apiKeys.create({ ...base, tenantId, userId: user.id, expiresAt: later(3_600_000) });
    const { key, replaced, secret } = await apiKeys.rotate({ ...rotation, tenantId, id: old.key.id });
    expect(key).toMatchObject({ name: 'CI', role: 'admin', userId: user.id, expiresAt: later(3_600_000) });
    expect(key).toMatchObject({ replacesId: old.key.id, replacedById: null, lastUsedAt: null });
    expect(replaced).toMatchObject({ id: old.key.id, replacedById: key.id, expiresAt: later(60_000) });
    expect(await apiKeys.findByHash(sha256(secret))).toEqual(key);
    expect(await apiKeys.findByHash(sha256(old.secret))).toEqual(replaced);
    const { items } = await scope.audit.list({ limit: 20 });
    expect(items.find(({ action }) => action === 'key.rotate')).toMatchObject({
      subject: `key:${old.key.id}`,
    });
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  it('is replaced once: the next rotation is one of its successor, and each keeps its own end', async () => {
    const { tenantId } = await mintTenant(database);
    const first = (await apiKeys.create({ ...base, tenantId })).key;
    const second = (await apiKeys.rotate({ ...rotation, tenantId, id: first.id })).key;
    await expect(apiKeys.rotate({ ...rotation, tenantId, id: first.id })).rejects.toMatchObject({
      code: 'conflict',
      public: expect.stringContaining(second.id),
    });
    const third = await apiKeys.rotate({ ...rotation, tenantId, id: second.id, overlapMs: 0 });
    expect(third.replaced.expiresAt).toEqual(now);
    expect(await apiKeys.get(tenantId, first.id)).toMatchObject({ expiresAt: later(60_000) });
  });

  it('never lives longer than before, and may be given another end', async () => {
    const { tenantId } = await mintTenant(database);
    const { key } = await apiKeys.create({ ...base, tenantId, expiresAt: later(1_000) });
    const made = await apiKeys.rotate({ ...rotation, tenantId, id: key.id, expiresAt: later(9_000) });
    expect([made.replaced.expiresAt, made.key.expiresAt]).toEqual([later(1_000), later(9_000)]);
  });

  it('has not ended, and is no key of another tenant', async () => {
    const [a, b] = [await mintTenant(database), await mintTenant(database)];
    const { key } = await apiKeys.create({ ...base, tenantId: a.tenantId, expiresAt: later(1_000) });
    const foreign = apiKeys.rotate({ ...rotation, tenantId: b.tenantId, id: key.id });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
    const late = apiKeys.rotate({ ...rotation, tenantId: a.tenantId, id: key.id, now: later(1_000) });
    await expect(late).rejects.toMatchObject({ code: 'unprocessable' });
    await apiKeys.revoke({ tenantId: a.tenantId, id: key.id, actor: testActor, now });
    const revoked = apiKeys.rotate({ ...rotation, tenantId: a.tenantId, id: key.id });
    await expect(revoked).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('has one successor when two ask at once', async () => {
    const { tenantId } = await mintTenant(database);
    const { key } = await apiKeys.create({ ...base, tenantId });
    const both = await Promise.allSettled(
      [1, 2].map(() => apiKeys.rotate({ ...rotation, tenantId, id: key.id })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
