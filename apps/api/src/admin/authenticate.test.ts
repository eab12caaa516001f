import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const minuteMs = 60_000;

describe('keys', () => {
  it.each([
    ['none', undefined],
    ['an empty one', 'Bearer '],
    ['a wrong one', 'Bearer wrong'],
    ['a wrong one that looks right', `Bearer tdm_${'a'.repeat(43)}`],
    ['another scheme', 'Basic cm9vdDpyb290'],
    ['a huge one', `Bearer ${'a'.repeat(7_000)}`],
    ['one of other characters', 'Bearer tdm_é'],
  ])('are required: %s is 401', async (_name, authorization) => {
    for (const path of ['/api/chatbot/tenants', '/api/chatbot/nothing', '/trpc/tenants.list']) {
      const headers = authorization === undefined ? {} : { authorization };
      const { status, body, headers: answered } = await admin.call('GET', path, { key: null, headers });
      expect(status).toBe(401);
      expect(JSON.stringify(body)).toContain('unauthorized');
      expect(answered.get('x-request-id')).toBeTruthy();
    }
  });

  it('are shown once: stored as a hash, listed with a prefix', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const made = await admin.call('POST', `${path}/keys`, { body: { name: 'CRM', role: 'admin' } });
    expect(made.status).toBe(201);
    expect(made.body.secret).toMatch(/^tdm_[\w-]{43}$/);
    expect(made.body.key).toMatchObject({ name: 'CRM', role: 'admin', lastUsedAt: null, revokedAt: null });
    expect(made.body.secret.startsWith(made.body.key.prefix)).toBe(true);
    const listed = await admin.call('GET', `${path}/keys`, { key: keys.owner });
    expect(JSON.stringify(listed.body)).not.toContain(made.body.secret);
    expect(listed.body.keys.map((key: { name: string }) => key.name)).toEqual([
      'owner',
      'admin',
      'agent',
      'CRM',
    ]);
  });

  it('work no more the moment they are revoked', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const { key, secret } = (await admin.call('POST', `${path}/keys`, { body: { name: 'x', role: 'agent' } }))
      .body;
    expect((await admin.call('GET', path, { key: secret })).status).toBe(200);
    const revoked = await admin.call('DELETE', `${path}/keys/${key.id}`, { key: keys.owner });
    expect(revoked.status).toBe(200);
    expect(revoked.body.key.revokedAt).toBe(admin.clock.now().toISOString());
    expect((await admin.call('GET', path, { key: secret })).status).toBe(401);
    expect((await admin.call('DELETE', `${path}/keys/${key.id}`)).body).toEqual(revoked.body);
  });

  it('end when they expire', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const expiresAt = new Date(admin.clock.now().getTime() + minuteMs).toISOString();
    const { secret } = (
      await admin.call('POST', `${path}/keys`, { body: { name: 'x', role: 'agent', expiresAt } })
    ).body;
    expect((await admin.call('GET', path, { key: secret })).status).toBe(200);
    admin.clock.advance(minuteMs);
    expect((await admin.call('GET', path, { key: secret })).status).toBe(401);
  });

  it('cannot be made with an expiry that is over: 422', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const { status, body } = await admin.call('POST', `${path}/keys`, {
      body: { name: 'x', role: 'agent', expiresAt: '2020-01-01T00:00:00+01:00' },
    });
    expect(status).toBe(422);
    expect(body.error.issues).toEqual([{ path: 'expiresAt', message: 'must be in the future' }]);
  });

  it('may do no more than the user they are made for: 422', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const user = (
      await admin.call('POST', `${path}/users`, { body: { email: 'kim@acme.example', role: 'admin' } })
    ).body.user;
    const keyFor = (userId: string, role: string) =>
      admin.call('POST', `${path}/keys`, { body: { name: 'x', role, userId } });
    expect((await keyFor(user.id, 'agent')).body.key.userId).toBe(user.id);
    expect((await keyFor(user.id, 'admin')).status).toBe(201);
    expect((await keyFor(user.id, 'owner')).status).toBe(422);
    expect((await keyFor(admin.deps.newId(), 'agent')).status).toBe(422);
  });

  it('remember their last use, written at most once a minute', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const { key, secret } = (await admin.call('POST', `${path}/keys`, { body: { name: 'x', role: 'agent' } }))
      .body;
    const lastUsed = async () => {
      const { keys } = (await admin.call('GET', `${path}/keys`)).body;
      return keys.find((one: { id: string }) => one.id === key.id).lastUsedAt;
    };
    const writes = () =>
      admin.statements.filter((text) => /update `api_keys`.*last_used_at/i.test(text)).length;
    const before = writes();
    const firstAt = admin.clock.now().toISOString();
    for (let use = 0; use < 5; use += 1) {
      await admin.call('GET', path, { key: secret });
      admin.clock.advance(10_000);
    }
    expect(await lastUsed()).toBe(firstAt);
    expect(writes() - before).toBe(1);
    admin.clock.advance(minuteMs);
    await admin.call('GET', path, { key: secret });
    expect(await lastUsed()).toBe(admin.clock.now().toISOString());
  });

  it('of the platform are made, listed and revoked by the platform', async () => {
    const made = await admin.call('POST', '/api/chatbot/keys', { body: { name: 'Billing' } });
    expect(made.status).toBe(201);
    expect(made.body.key).toMatchObject({ role: 'platform', name: 'Billing' });
    const { secret, key } = made.body;
    expect((await admin.call('GET', '/api/chatbot/tenants?limit=1', { key: secret })).status).toBe(200);
    expect((await admin.call('DELETE', `/api/chatbot/keys/${key.id}`, { key: secret })).status).toBe(200);
    expect((await admin.call('GET', '/api/chatbot/tenants', { key: secret })).status).toBe(401);
  });
});
