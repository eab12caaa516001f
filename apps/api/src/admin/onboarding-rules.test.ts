import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const chatwoot = { baseUrl: 'https://chat.example', accountId: 1, adminToken: 'hunter2' };
const botpress = { token: 'bp_pat_x', workspaceId: 'w' };

describe('an onboarding', () => {
  it.each([
    ['chatwoot.baseUrl', { chatwoot: { ...chatwoot, baseUrl: 'http://127.1:3000' } }],
    ['botpress.apiUrl', { chatwoot, botpress: { ...botpress, apiUrl: 'http://localhost' } }],
    ['botpress.chatUrl', { chatwoot, botpress: { ...botpress, chatUrl: 'http://169.254.169.254' } }],
  ])('with a private address is refused before anything is called: %s', async (path, body) => {
    const tenant = await mintTenantWithKeys(admin);
    const answer = await admin.call('POST', `${tenant.path}/onboarding`, { body });
    expect([answer.status, answer.body.error.issues?.[0]?.path]).toEqual([422, path]);
    expect((await admin.call('GET', `${tenant.path}/onboarding`)).body).toEqual({ onboarding: null });
  });

  it('on the installation’s own Chatwoot is the platform’s to do', async () => {
    const tenant = await mintTenantWithKeys(admin);
    const baseUrl = admin.deps.installation.chatwoot?.baseUrl;
    const body = { chatwoot: { ...chatwoot, baseUrl } };
    const answer = await admin.call('POST', `${tenant.path}/onboarding`, { body, key: tenant.keys.owner });
    expect([answer.status, answer.body.error.message]).toEqual([403, expect.stringContaining('platform')]);
  });

  it.each([
    ['chatwoot.colour', { chatwoot: { ...chatwoot, colour: 'red' } }],
    ['chatwoot.adminToken', { chatwoot: { ...chatwoot, adminToken: 'a\r\nx: y' } }],
    ['chatwoot.inboxName', { chatwoot: { ...chatwoot, inboxId: 3, inboxName: 'x' } }],
    ['chatwoot.inboxChannel', { chatwoot: { ...chatwoot, inboxChannel: 'phone' } }],
    ['botpress.workspaceId', { chatwoot, botpress: { token: 'x' } }],
    ['chatwoot', {}],
  ])('with a wrong input is refused with its place, %s, and no value', async (path, body) => {
    const tenant = await mintTenantWithKeys(admin);
    const answer = await admin.call('POST', `${tenant.path}/onboarding`, { body });
    expect([answer.status, answer.body.error.issues.map((issue: { path: string }) => issue.path)]).toEqual([
      400,
      [path],
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });
});
