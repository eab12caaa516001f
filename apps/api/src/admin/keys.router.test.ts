import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const hourMs = 3_600_000;
const status = async (path: string, key: string) => (await admin.call('GET', path, { key })).status;

describe('a key that is rotated', () => {
  it('gives its successor a secret that is shown once, and works until the overlap ends', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const made = (await admin.call('POST', `${path}/keys`, { body: { name: 'CRM', role: 'admin' } })).body;
    const rotated = await admin.call('POST', `${path}/keys/${made.key.id}/rotate`, { key: keys.owner });
    expect(rotated.status).toBe(201);
    const { key, replaced, secret } = rotated.body;
    expect(key).toMatchObject({ name: 'CRM', role: 'admin', replaces: made.key.id, replacedBy: null });
    const endsAt = new Date(admin.clock.now().getTime() + 24 * hourMs).toISOString();
    expect(replaced).toMatchObject({ id: made.key.id, replacedBy: key.id, expiresAt: endsAt });
    expect(JSON.stringify((await admin.call('GET', `${path}/keys`)).body)).not.toContain(secret);
    expect([await status(path, made.secret), await status(path, secret)]).toEqual([200, 200]);
    admin.clock.advance(24 * hourMs - 1);
    expect(await status(path, made.secret)).toBe(200);
    admin.clock.advance(1);
    expect([await status(path, made.secret), await status(path, secret)]).toEqual([401, 200]);
  });

  it('ends at once without an overlap, which may be up to a week', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const { key, secret } = (await admin.call('POST', `${path}/keys`, { body: { name: 'x', role: 'agent' } }))
      .body;
    const rotate = (overlapHours: number) =>
      admin.call('POST', `${path}/keys/${key.id}/rotate`, { key: keys.owner, body: { overlapHours } });
    for (const hours of [-1, 169, 1.5]) expect((await rotate(hours)).status).toBe(400);
    expect((await rotate(0)).status).toBe(201);
    expect(await status(path, secret)).toBe(401);
    const again = await rotate(0);
    expect([again.status, again.body.error.message]).toEqual([
      409,
      expect.stringContaining('rotate that one'),
    ]);
  });

  it('may rotate itself, and one of the platform is rotated by the platform', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const owner = (await admin.call('GET', `${path}/keys`)).body.keys[0];
    const own = await admin.call('POST', `${path}/keys/${owner.id}/rotate`, { key: keys.owner });
    expect(await status(`${path}/keys`, own.body.secret)).toBe(200);
    const { key, secret } = (await admin.call('POST', '/api/chatbot/keys', { body: { name: 'Billing' } }))
      .body;
    const rotate = `/api/chatbot/keys/${key.id}/rotate`;
    expect((await admin.call('POST', rotate, { key: own.body.secret })).status).toBe(403);
    const next = await admin.call('POST', rotate, { key: secret, body: { overlapHours: 0 } });
    expect(await status('/api/chatbot/keys?limit=1', secret)).toBe(401);
    expect((await admin.call('DELETE', `/api/chatbot/keys/${next.body.key.id}`)).status).toBe(200);
    expect(await status('/api/chatbot/keys?limit=1', admin.deps.rootKey)).toBe(200);
  });

  it('is no way to a key of the platform or of another tenant: 404', async () => {
    const [mine, theirs] = [await mintTenantWithKeys(admin), await mintTenantWithKeys(admin)];
    const platform = (await admin.call('POST', '/api/chatbot/keys', { body: { name: 'Billing' } })).body.key;
    const other = (await admin.call('GET', `${theirs.path}/keys`)).body.keys[0];
    for (const { id } of [platform, other]) {
      for (const [method, path] of [
        ['POST', `${mine.path}/keys/${id}/rotate`],
        ['DELETE', `${mine.path}/keys/${id}`],
      ] as const) {
        expect((await admin.call(method, path, { key: mine.keys.owner })).status).toBe(404);
      }
    }
    await admin.call('DELETE', `/api/chatbot/keys/${platform.id}`);
  });
});
