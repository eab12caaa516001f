import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

describe('tenants', () => {
  it('are created with 201, a slug from their name and the status active', async () => {
    const { status, body } = await admin.call('POST', '/api/chatbot/tenants', {
      body: { name: 'Ünïque Café' },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      tenant: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'Ünïque Café',
        slug: expect.stringMatching(/^unique-cafe/),
        status: 'active',
        createdAt: admin.clock.now().toISOString(),
      },
    });
  });

  it('cannot share a slug that was asked for: 409', async () => {
    const slug = `s-${admin.deps.newId<string>()}`;
    expect((await admin.call('POST', '/api/chatbot/tenants', { body: { name: 'A', slug } })).status).toBe(
      201,
    );
    const again = await admin.call('POST', '/api/chatbot/tenants', { body: { name: 'B', slug } });
    expect(again.status).toBe(409);
    expect(again.body.error).toMatchObject({ code: 'conflict', message: expect.stringContaining(slug) });
  });

  it('are listed in pages that lead from one to the next', async () => {
    const made = new Set<string>();
    for (const name of ['one', 'two', 'three']) {
      made.add((await admin.call('POST', '/api/chatbot/tenants', { body: { name } })).body.tenant.id);
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = cursor === '' ? '' : `&cursor=${cursor}`;
      const { status, body } = await admin.call('GET', `/api/chatbot/tenants?limit=100${query}`);
      expect(status).toBe(200);
      seen.push(...body.tenants.map((tenant: { id: string }) => tenant.id));
      cursor = body.nextCursor;
    }
    expect(seen.filter((id) => made.has(id))).toEqual([...made]);
  });

  it('are found by their slug', async () => {
    const { body } = await admin.call('POST', '/api/chatbot/tenants', { body: { name: 'By slug' } });
    const list = async (slug: string) => (await admin.call('GET', `/api/chatbot/tenants?slug=${slug}`)).body;
    expect(await list(body.tenant.slug)).toEqual({ tenants: [body.tenant], nextCursor: null });
    expect(await list('nobody-has-it')).toEqual({ tenants: [], nextCursor: null });
    expect((await admin.call('GET', '/api/chatbot/tenants?slug=B!')).status).toBe(400);
  });

  it('are renamed and suspended by PATCH, and every process is told', async () => {
    const { tenantId, path } = await mintTenantWithKeys(admin);
    const { status, body } = await admin.call('PATCH', path, {
      body: { name: 'New name', status: 'suspended' },
    });
    expect(status).toBe(200);
    expect(body.tenant).toMatchObject({ id: tenantId, name: 'New name', status: 'suspended' });
    expect((await admin.call('GET', path)).body).toEqual(body);
    expect(admin.told.changes.at(-1)).toMatchObject({ tenantId, revision: expect.any(Number) });
  });

  it('shut their own keys out while they are suspended', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    expect((await admin.call('GET', path, { key: keys.owner })).status).toBe(200);
    await admin.call('PATCH', path, { body: { status: 'suspended' } });
    const refused = await admin.call('GET', path, { key: keys.owner });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('suspended');
    await admin.call('PATCH', path, { body: { status: 'active' } });
    expect((await admin.call('GET', path, { key: keys.owner })).status).toBe(200);
  });
});
