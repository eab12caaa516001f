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
});
