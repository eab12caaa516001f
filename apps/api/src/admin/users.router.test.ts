import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

describe('users', () => {
  it('are added with 201 and listed', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const body = { email: 'Kim@Acme.example', role: 'admin' };
    const made = await admin.call('POST', `${path}/users`, { body, key: keys.owner });
    expect(made.status).toBe(201);
    expect(made.body.user).toEqual({
      id: expect.any(String),
      email: 'kim@acme.example',
      role: 'admin',
      createdAt: admin.clock.now().toISOString(),
    });
    const listed = await admin.call('GET', `${path}/users`);
    expect(listed.body).toEqual({ users: [made.body.user], nextCursor: null });
  });

  it('have an address of their own within a tenant: 409', async () => {
    const [one, two] = [await mintTenantWithKeys(admin), await mintTenantWithKeys(admin)];
    const body = { email: 'kim@acme.example', role: 'agent' };
    expect((await admin.call('POST', `${one.path}/users`, { body })).status).toBe(201);
    expect((await admin.call('POST', `${one.path}/users`, { body })).status).toBe(409);
    expect((await admin.call('POST', `${two.path}/users`, { body })).status).toBe(201);
  });

  it('are shown, given another role and taken away with their keys', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const by = { key: keys.owner };
    const { user } = (
      await admin.call('POST', `${path}/users`, { body: { email: 'kim@acme.example', role: 'admin' }, ...by })
    ).body;
    const one = `${path}/users/${user.id}`;
    expect((await admin.call('GET', one, by)).body).toEqual({ user });
    const body = { name: 'x', role: 'admin', userId: user.id };
    const { secret } = (await admin.call('POST', `${path}/keys`, { body, ...by })).body;
    expect((await admin.call('PUT', `${path}/config`, { key: secret, body: { config: {} } })).status).toBe(
      200,
    );
    const lowered = await admin.call('PATCH', one, { body: { role: 'agent' }, ...by });
    expect(lowered.body.user).toEqual({ ...user, role: 'agent' });
    expect((await admin.call('PUT', `${path}/config`, { key: secret, body: { config: {} } })).status).toBe(
      403,
    );
    expect((await admin.call('GET', path, { key: secret })).status).toBe(200);
    const removed = await admin.call('DELETE', one, by);
    expect([removed.status, removed.body.keysEnded]).toEqual([200, 1]);
    expect((await admin.call('GET', path, { key: secret })).status).toBe(401);
    expect((await admin.call('DELETE', one, by)).status).toBe(404);
  });

  it('keep one owner: 422, save for the platform', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const body = { email: 'kim@acme.example', role: 'owner' };
    const { user } = (await admin.call('POST', `${path}/users`, { body })).body;
    const one = `${path}/users/${user.id}`;
    const by = { key: keys.owner };
    expect((await admin.call('PATCH', one, { body: { role: 'admin' }, ...by })).status).toBe(422);
    const kept = await admin.call('DELETE', one, by);
    expect([kept.status, kept.body.error.message]).toEqual([
      422,
      expect.stringContaining('another one first'),
    ]);
    expect((await admin.call('DELETE', one)).status).toBe(200);
  });

  it('of another tenant are unknown: 404', async () => {
    const [mine, theirs] = [await mintTenantWithKeys(admin), await mintTenantWithKeys(admin)];
    const body = { email: 'kim@acme.example', role: 'owner' };
    const { user } = (await admin.call('POST', `${theirs.path}/users`, { body })).body;
    const foreign = `${mine.path}/users/${user.id}`;
    const statuses = [
      await admin.call('GET', foreign),
      await admin.call('PATCH', foreign, { body: { role: 'agent' } }),
      await admin.call('DELETE', foreign),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
