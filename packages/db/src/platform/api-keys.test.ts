import { createHash } from 'node:crypto';
import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
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

describe('API keys', () => {
  it('are found by the hash of their secret, which is stored nowhere', async () => {
    const { tenantId, scope } = await mintTenant(database);
    const expiresAt = later(1_000);
    const { key, secret } = await apiKeys.create({ ...base, tenantId, expiresAt });
    expect(secret).toMatch(/^tdm_[\w-]{43}$/);
    expect(key).toMatchObject({
      tenantId,
      role: 'admin',
      prefix: secret.slice(0, 10),
      expiresAt,
      revokedAt: null,
    });
    expect(await apiKeys.findByHash(sha256(secret))).toEqual(key);
    expect(await apiKeys.findByHash(sha256('tdm_x'))).toBeNull();
    const { items } = await scope.audit.list({ limit: 10 });
    expect(items.at(-1)).toMatchObject({ action: 'key.create', subject: `key:${key.id}` });
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  it('of one tenant are listed and revoked as its own only', async () => {
    const [a, b] = [await mintTenant(database), await mintTenant(database)];
    const { key } = await apiKeys.create({ ...base, tenantId: a.tenantId });
    expect((await apiKeys.list(b.tenantId, { limit: 10 })).items).toEqual([]);
    expect((await apiKeys.list(a.tenantId, { limit: 10 })).items).toEqual([key]);
    const foreign = apiKeys.revoke({ tenantId: b.tenantId, id: key.id, actor: testActor, now });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
    const revoked = await apiKeys.revoke({ tenantId: a.tenantId, id: key.id, actor: testActor, now });
    expect(revoked.revokedAt).toEqual(now);
    const again = await apiKeys.revoke({ tenantId: a.tenantId, id: key.id, actor: testActor, now: later(1) });
    expect(again.revokedAt).toEqual(now);
  });

  it('of the platform belong to no tenant', async () => {
    const { key } = await apiKeys.create({ ...base, tenantId: null, role: 'platform' });
    expect(await apiKeys.get(null, key.id)).toEqual(key);
    const { items } = await apiKeys.list(null, { limit: 200 });
    expect(items.every(({ tenantId }) => tenantId === null)).toBe(true);
    await apiKeys.revoke({ tenantId: null, id: key.id, actor: testActor, now });
  });

  it('are for tenants and users that exist', async () => {
    const [a, b] = [await mintTenant(database), await mintTenant(database)];
    const user = await b.scope.users.create({ email: 'a@b.test', role: 'agent', actor: testActor, now });
    const unknown = apiKeys.create({ ...base, tenantId: newId<TenantId>() });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    const foreign = apiKeys.create({ ...base, tenantId: a.tenantId, userId: user.id });
    await expect(foreign).rejects.toMatchObject({ code: 'unprocessable', issues: [{ path: 'userId' }] });
    const above = apiKeys.create({ ...base, tenantId: b.tenantId, userId: user.id });
    await expect(above).rejects.toMatchObject({ code: 'unprocessable', issues: [{ path: 'userId' }] });
    const own = await apiKeys.create({ ...base, role: 'agent', tenantId: b.tenantId, userId: user.id });
    expect(own.key.userId).toBe(user.id);
  });

  it('remember their last use to the minute', async () => {
    const { tenantId } = await mintTenant(database);
    const { key, secret } = await apiKeys.create({ ...base, tenantId });
    for (const ms of [0, 30_000, 61_000]) await apiKeys.touchLastUsed(key.id, later(ms));
    expect(await apiKeys.findByHash(sha256(secret))).toMatchObject({ lastUsedAt: later(61_000) });
    await apiKeys.touchLastUsed(key.id, later(90_000));
    expect(await apiKeys.findByHash(sha256(secret))).toMatchObject({ lastUsedAt: later(61_000) });
  });
});
