import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
let mine: Awaited<ReturnType<typeof mintTenantWithKeys>>;
let slug: string;
beforeAll(async () => {
  mine = await mintTenantWithKeys(admin);
  slug = (await admin.call('GET', mine.path)).body.tenant.slug;
});
afterAll(() => admin.close());

describe('me', () => {
  it('tells a tenant key its role, its tenant, its visible start and its end, and never the secret', async () => {
    const { status, body } = await admin.call('GET', '/api/chatbot/me', { key: mine.keys.admin });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      role: 'admin',
      tenant: { id: mine.tenantId, slug },
      key: { prefix: mine.keys.admin.slice(0, 10), expiresAt: null },
    });
    expect(JSON.stringify(body)).not.toContain(mine.keys.admin);
  });

  it('tells the root key that it is the platform', async () => {
    const { body } = await admin.call('GET', '/api/chatbot/me');
    expect(body).toEqual({ role: 'platform', tenant: null, key: null });
  });
});

describe('a tenant', () => {
  const find = (key?: string) =>
    admin.call('GET', `/api/chatbot/tenants/by-slug/${slug}`, key === undefined ? {} : { key });

  it('is found by its slug, by the platform and by itself', async () => {
    for (const key of [undefined, mine.keys.agent]) {
      expect((await find(key)).body.tenant.id).toBe(mine.tenantId);
    }
  });

  it('is not found by another, as if it did not exist', async () => {
    const theirs = await mintTenantWithKeys(admin);
    const foreign = await find(theirs.keys.owner);
    const missing = await admin.call('GET', '/api/chatbot/tenants/by-slug/nobody', {
      key: theirs.keys.owner,
    });
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(foreign.body.error.message).toBe(missing.body.error.message);
  });
});
