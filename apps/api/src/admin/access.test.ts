import type { Role } from '@tandem/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { leastRoles } from './access.ts';
import { adminRouter } from './router.ts';

const admin = openAdmin();
afterAll(() => admin.close());

type Keys = Awaited<ReturnType<typeof mintTenantWithKeys>>;
let mine: Keys;
let theirs: Keys;
beforeAll(async () => {
  mine = await mintTenantWithKeys(admin);
  theirs = await mintTenantWithKeys(admin);
});

const id = '01997d2e-0000-7000-8000-000000000001';

/** Behind all tenants: other tests own them. */
const lastId = 'ffffffff-ffff-7fff-bfff-ffffffffffff';

/** Every REST call with an input that is well-formed, so that only the role decides between 403 and the rest. */
const calls: [procedure: string, method: string, path: string, body?: unknown][] = [
  ['me.get', 'GET', '/api/chatbot/me'],
  ['tenants.create', 'POST', '/api/chatbot/tenants', { name: 'x' }],
  ['tenants.list', 'GET', '/api/chatbot/tenants'],
  ['tenants.get', 'GET', '{tenant}'],
  ['tenants.find', 'GET', '/api/chatbot/tenants/by-slug/nobody'],
  ['tenants.update', 'PATCH', '{tenant}', { name: 'x' }],
  ['platformKeys.create', 'POST', '/api/chatbot/keys', { name: 'x' }],
  ['platformKeys.list', 'GET', '/api/chatbot/keys'],
  ['platformKeys.revoke', 'DELETE', `/api/chatbot/keys/${id}`],
  ['users.create', 'POST', '{tenant}/users', { email: 'x@y.example', role: 'agent' }],
  ['users.list', 'GET', '{tenant}/users'],
  ['keys.create', 'POST', '{tenant}/keys', { name: 'x', role: 'agent' }],
  ['keys.list', 'GET', '{tenant}/keys'],
  ['keys.revoke', 'DELETE', `{tenant}/keys/${id}`],
  ['connections.get', 'GET', '{tenant}/connections'],
  ['connections.put', 'PUT', '{tenant}/connections', { botpress: {} }],
  ['onboarding.get', 'GET', '{tenant}/onboarding'],
  [
    'onboarding.run',
    'POST',
    '{tenant}/onboarding',
    { chatwoot: { baseUrl: 'http://127.0.0.1', accountId: 1, adminToken: 'x' } },
  ],
  ['config.get', 'GET', '{tenant}/config'],
  ['config.put', 'PUT', '{tenant}/config', { config: { botName: 'x' } }],
  ['config.put', 'POST', '{tenant}/config', { config: { botName: 'x' } }],
  ['config.sync', 'POST', '{tenant}/config/sync'],
  ['knowledge.replace', 'POST', '{tenant}/knowledge-base', { knowledgeBase: [] }],
  ['syncRuns.get', 'GET', `{tenant}/sync-runs/${id}`],
  ['syncRuns.startAll', 'POST', '/api/chatbot/sync', { cursor: lastId }],
  ['syncRuns.counts', 'GET', '/api/chatbot/sync'],
  ['sessions.list', 'GET', '{tenant}/sessions'],
  ['sessions.get', 'GET', `{tenant}/sessions/${id}`],
  ['sessions.handoff', 'POST', `{tenant}/sessions/${id}/handoff`],
  ['sessions.release', 'POST', `{tenant}/sessions/${id}/release`],
  ['messages.why', 'GET', '{tenant}/messages/42/why'],
];

const ranks: Record<Role, number> = { agent: 0, admin: 1, owner: 2, platform: 3 };

describe('roles', () => {
  it('are declared for every procedure, and for nothing else', () => {
    const procedures = Object.keys(adminRouter._def.procedures).sort();
    expect(Object.keys(leastRoles).sort()).toEqual(procedures);
    expect([...new Set(calls.map(([procedure]) => procedure))].sort()).toEqual(procedures);
  });

  it.each(calls)('decide about %s (%s %s)', async (procedure, method, path, body) => {
    const least = leastRoles[procedure] ?? 'platform';
    const own = path.replace('{tenant}', mine.path);
    for (const role of ['agent', 'admin', 'owner', 'platform'] as const) {
      const key = role === 'platform' ? admin.deps.rootKey : mine.keys[role];
      const { status, body: answer } = await admin.call(method, own, { key, body });
      const isAllowed = ranks[role] >= ranks[least];
      expect([role, status === 403]).toEqual([role, !isAllowed]);
      if (!isAllowed)
        expect(answer.error).toMatchObject({ code: 'forbidden', message: expect.stringContaining(role) });
    }
  });
});

describe('tenants', () => {
  it.each(calls.filter(([, , path]) => path.startsWith('{tenant}')))(
    'do not exist for the keys of another: %s (%s %s)',
    async (_procedure, method, path, body) => {
      const other = path.replace('{tenant}', theirs.path);
      const unknown = path.replace('{tenant}', `/api/chatbot/tenants/${id}`);
      for (const key of Object.values(mine.keys)) {
        const foreign = await admin.call(method, other, { key, body });
        const missing = await admin.call(method, unknown, { key, body });
        expect([foreign.status, missing.status]).toEqual([404, 404]);
        expect(foreign.body.error.message).toBe(missing.body.error.message);
      }
    },
  );

  it('share nothing under ids of one another', async () => {
    const made = await admin.call('POST', `${theirs.path}/keys`, { body: { name: 'theirs', role: 'agent' } });
    const path = `${mine.path}/keys/${made.body.key.id}`;
    expect((await admin.call('DELETE', path)).status).toBe(404);
    expect((await admin.call('DELETE', path, { key: mine.keys.owner })).status).toBe(404);
    expect((await admin.call('GET', theirs.path, { key: made.body.secret })).status).toBe(200);
  });
});
