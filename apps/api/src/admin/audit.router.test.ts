import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

type Change = { action: string; tenantId: string; actor: string };
const actions = (body: { audit: Change[] }) => body.audit.map(({ action }) => action);

describe('the audit', () => {
  it('shows the changes of a tenant, newest first, page by page', async () => {
    const { tenantId, path, keys } = await mintTenantWithKeys(admin);
    await admin.call('PUT', `${path}/config`, { body: { config: { botName: 'A' } }, key: keys.admin });
    const first = (await admin.call('GET', `${path}/audit?limit=2`, { key: keys.admin })).body;
    expect(actions(first)).toContain('config.write');
    expect(first.audit[0]).toMatchObject({ tenantId, before: expect.anything() });
    const seen = [...first.audit];
    for (let cursor = first.nextCursor; cursor !== null; ) {
      const { body } = await admin.call('GET', `${path}/audit?limit=2&cursor=${cursor}`);
      seen.push(...body.audit);
      cursor = body.nextCursor;
    }
    expect(seen.map(({ action }) => action).sort()).toEqual([
      'config.write',
      'key.create',
      'key.create',
      'key.create',
      'tenant.create',
    ]);
    expect((await admin.call('GET', `${path}/audit`, { key: keys.agent })).status).toBe(403);
  });

  it('is narrowed by action, actor and time', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    admin.clock.set(new Date(admin.clock.now().getTime() + 60_000));
    const at = admin.clock.now().toISOString();
    await admin.call('PUT', `${path}/config`, { body: { config: { botName: 'A' } }, key: keys.admin });
    const list = async (query: string) => (await admin.call('GET', `${path}/audit?${query}`)).body;
    expect(actions(await list('action=key.*'))).toHaveLength(3);
    expect(actions(await list('action=tenant.create'))).toEqual(['tenant.create']);
    expect(actions(await list(`since=${at}`))).toEqual(['config.write']);
    expect(actions(await list(`until=${at}&action=config.*`))).toEqual([]);
    const [change] = (await list('action=config.write')).audit;
    expect(actions(await list(`actor=${change.actor}`))).toEqual(['config.write']);
    expect((await admin.call('GET', `${path}/audit?action=DROP`)).status).toBe(400);
  });

  it('shows the platform what concerns all tenants, and none', async () => {
    await admin.call('POST', '/api/chatbot/keys', { body: { name: 'Billing' } });
    const { tenantId } = await mintTenantWithKeys(admin);
    const { body } = await admin.call('GET', '/api/chatbot/audit?limit=200');
    expect(body.audit.some((one: Change) => one.tenantId === tenantId)).toBe(true);
    const keys = await admin.call('GET', '/api/chatbot/audit?limit=200&action=key.create');
    expect(keys.body.audit.some((one: Change) => one.tenantId === null)).toBe(true);
  });
});
