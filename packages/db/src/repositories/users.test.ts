import { createHash } from 'node:crypto';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';

const database = openTestDatabase();
afterAll(() => database.close());
const { apiKeys } = database.platform;
const now = new Date('2026-03-02T09:00:00.000Z');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const by = { actor: testActor, now };
const change = { ...by, mayOrphan: false };

const mintUser = async (role: 'owner' | 'admin' | 'agent') => {
  const { tenantId, scope } = await mintTenant(database);
  const user = await scope.users.create({ email: 'a@b.test', role, ...by });
  const keyOf = (role: 'owner' | 'admin' | 'agent') =>
    apiKeys.create({ tenantId, name: role, role, userId: user.id, ...by });
  return { tenantId, scope, user, keyOf };
};

describe('users', () => {
  it('have an address to themselves within a tenant', async () => {
    const { scope, user } = await mintUser('owner');
    const twice = scope.users.create({ email: 'a@b.test', role: 'agent', ...by });
    await expect(twice).rejects.toMatchObject({ code: 'conflict' });
    expect(await scope.users.list({ limit: 10 })).toEqual({ items: [user], nextCursor: null });
    expect(await scope.users.get(user.id)).toEqual(user);
  });

  it('take their keys along when they go, in one commit with what is recorded', async () => {
    const { tenantId, scope, user, keyOf } = await mintUser('admin');
    const [one, other] = [await keyOf('admin'), await keyOf('agent')];
    const free = await apiKeys.create({ tenantId, name: 'free', role: 'agent', ...by });
    expect(await scope.users.remove({ ...change, id: user.id })).toEqual({ user, keysEnded: 2 });
    expect(await scope.users.get(user.id)).toBeNull();
    for (const { secret } of [one, other]) expect(await apiKeys.findByHash(sha256(secret))).toBeNull();
    expect(await apiKeys.get(tenantId, one.key.id)).toMatchObject({ revokedAt: now });
    expect(await apiKeys.findByHash(sha256(free.secret))).toEqual(free.key);
    const { items } = await scope.audit.list({ limit: 20 });
    expect(items.find(({ action }) => action === 'user.remove')).toMatchObject({ after: { keysEnded: 2 } });
    await expect(scope.users.remove({ ...change, id: user.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave no key behind that was made while they went', async () => {
    const { tenantId, scope, user, keyOf } = await mintUser('admin');
    await Promise.allSettled([
      keyOf('admin'),
      scope.users.remove({ ...change, id: user.id }),
      keyOf('agent'),
    ]);
    const { items } = await apiKeys.list(tenantId, { limit: 10 });
    expect(items.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
  });

  it('whose role is lowered lower their keys with them; raising it raises none', async () => {
    const { tenantId, scope, user, keyOf } = await mintUser('admin');
    const { key } = await keyOf('admin');
    expect(await scope.users.update({ ...change, id: user.id, role: 'agent' })).toEqual({
      ...user,
      role: 'agent',
    });
    expect(await apiKeys.get(tenantId, key.id)).toMatchObject({ role: 'agent' });
    await expect(keyOf('admin')).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'userId' }],
    });
    await scope.users.update({ ...change, id: user.id, role: 'owner' });
    expect(await apiKeys.get(tenantId, key.id)).toMatchObject({ role: 'agent' });
  });

  it('keep the last owner, also when two go at once; the platform alone may take it away', async () => {
    const { scope, user } = await mintUser('owner');
    const alone = { code: 'unprocessable' };
    await expect(scope.users.remove({ ...change, id: user.id })).rejects.toMatchObject(alone);
    await expect(scope.users.update({ ...change, id: user.id, role: 'admin' })).rejects.toMatchObject(alone);
    const other = await scope.users.create({ email: 'c@d.test', role: 'owner', ...by });
    const both = await Promise.allSettled(
      [user, other].map(({ id }) => scope.users.remove({ ...change, id })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [left] = (await scope.users.list({ limit: 10 })).items;
    await scope.users.remove({ ...change, id: left?.id ?? '', mayOrphan: true });
    expect((await scope.users.list({ limit: 10 })).items).toEqual([]);
  });
});
