import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

let path: string;
let tenantId: string;
beforeAll(async () => {
  ({ path, tenantId } = await mintTenantWithKeys(admin));
});

const hours = (day: string, from: string, to: string) => ({
  config: { businessHours: { timezone: 'UTC', hours: [{ day, from, to }] } },
});
const entry = (over: object) => ({ question: 'Q?', answer: 'A.', ...over });
const at = (index: number, over: object) => ({
  knowledgeBase: [...Array.from({ length: index }, () => entry({})), entry(over)],
});

/** [what, method, path under the tenant, body, the place complained about] */
const wrong: [string, string, string, unknown, string][] = [
  ['an unknown key', 'PUT', '/config', { config: { botname: 'x' } }, 'config.botname'],
  ['an unknown key beside config', 'PUT', '/config', { config: {}, extra: 1 }, 'extra'],
  ['a wrong type', 'PUT', '/config', { config: { botName: 7 } }, 'config.botName'],
  ['a name too long', 'PUT', '/config', { config: { botName: 'x'.repeat(201) } }, 'config.botName'],
  [
    'a prompt too long',
    'PUT',
    '/config',
    { config: { systemPrompt: 'x'.repeat(20_001) } },
    'config.systemPrompt',
  ],
  [
    'a message too long',
    'PUT',
    '/config',
    { config: { welcomeMessage: 'x'.repeat(5_001) } },
    'config.welcomeMessage',
  ],
  ['no time of day', 'PUT', '/config', hours('mon', '9am', '18:00'), 'config.businessHours.hours.0.from'],
  [
    'an hour that is none',
    'PUT',
    '/config',
    hours('mon', '09:00', '24:01'),
    'config.businessHours.hours.0.to',
  ],
  ['no day', 'PUT', '/config', hours('monday', '09:00', '18:00'), 'config.businessHours.hours.0.day'],
  [
    'no time zone',
    'PUT',
    '/config',
    { config: { businessHours: { timezone: 'Mars', hours: [] } } },
    'config.businessHours.timezone',
  ],
  [
    'an inbox that is none',
    'PUT',
    '/config',
    { config: { chatwootInboxId: 'forty' } },
    'config.chatwootInboxId',
  ],
  [
    'an inbox beyond 2^53',
    'PUT',
    '/config',
    { config: { chatwootInboxId: '9007199254740993' } },
    'config.chatwootInboxId',
  ],
  [
    'an action that is none',
    'PUT',
    '/config',
    { config: { allowedActions: ['fly'] } },
    'config.allowedActions.0',
  ],
  [
    'an unknown escalation rule',
    'PUT',
    '/config',
    { config: { escalationRules: { agent: 1 } } },
    'config.escalationRules.agent',
  ],
  [
    'a holiday that is none',
    'PUT',
    '/config',
    { config: { businessHours: { timezone: 'UTC', hours: [], holidays: [{ date: '2026-12-24' }] } } },
    'config.businessHours.holidays.0.from',
  ],
  ['a wait out of bounds', 'PUT', '/config', { config: { turnDeadlineMs: 1 } }, 'config.turnDeadlineMs'],
  ['a fourth question that is empty', 'PUT', '/config', at(3, { question: ' ' }), 'knowledgeBase.3.question'],
  [
    'a question too long',
    'POST',
    '/knowledge-base',
    at(1, { question: 'x'.repeat(2_001) }),
    'knowledgeBase.1.question',
  ],
  [
    'an answer too long',
    'POST',
    '/knowledge-base',
    at(0, { answer: 'x'.repeat(20_001) }),
    'knowledgeBase.0.answer',
  ],
  ['too many tags', 'POST', '/knowledge-base', at(0, { tags: Array(21).fill('t') }), 'knowledgeBase.0.tags'],
  ['a tag too long', 'POST', '/knowledge-base', at(0, { tags: ['x'.repeat(65)] }), 'knowledgeBase.0.tags.0'],
  [
    'an unknown key of an entry',
    'POST',
    '/knowledge-base',
    at(0, { category: 'x' }),
    'knowledgeBase.0.category',
  ],
  ['10,001 entries', 'POST', '/knowledge-base', at(10_000, {}), 'knowledgeBase'],
  ['no knowledge base', 'POST', '/knowledge-base', {}, 'knowledgeBase'],
  ['a knowledge base that is none', 'POST', '/knowledge-base', { knowledgeBase: {} }, 'knowledgeBase'],
  ['nothing to change', 'PUT', '/config', {}, ''],
  ['a body that is a list', 'PUT', '/config', [], ''],
  ['a body that is null', 'PUT', '/config', 'null', ''],
  ['the tenant in the body', 'PUT', '/config', { config: {}, tenantId: 'x' }, 'tenantId'],
  ['the version in the body', 'PUT', '/config', { config: {}, expectedVersion: 1 }, 'expectedVersion'],
  ['a __proto__ key', 'PUT', '/config', '{"config":{"__proto__":{"botName":"x"}}}', 'config.__proto__'],
  ['a __proto__ key at the top', 'PUT', '/config', '{"config":{},"__proto__":{"x":1}}', '__proto__'],
  [
    'a __proto__ language',
    'PUT',
    '/config',
    '{"config":{"messages":{"__proto__":{}}}}',
    'config.messages.__proto__',
  ],
  [
    'a constructor key',
    'PUT',
    '/config',
    '{"config":{"constructor":{"prototype":{}}}}',
    'config.constructor',
  ],
  ['a lone surrogate', 'PUT', '/config', '{"config":{"botName":"a\\ud800b"}}', 'config.botName'],
  [
    'a lone surrogate in an entry',
    'POST',
    '/knowledge-base',
    '{"knowledgeBase":[{"question":"\\udc00","answer":"a"}]}',
    'knowledgeBase.0.question',
  ],
  ['a control character in a name', 'POST', '/keys', { name: 'a\u0000b', role: 'agent' }, 'name'],
  ['a role above all', 'POST', '/keys', { name: 'x', role: 'platform' }, 'role'],
  ['an address that is none', 'POST', '/users', { email: 'kim', role: 'agent' }, 'email'],
  [
    'a URL of another scheme',
    'PUT',
    '/connections',
    { chatwoot: { baseUrl: 'ftp://x.example' } },
    'chatwoot.baseUrl',
  ],
  [
    'a URL with a password',
    'PUT',
    '/connections',
    { chatwoot: { baseUrl: 'https://a:b@x.example' } },
    'chatwoot.baseUrl',
  ],
  [
    'a token that splits a header',
    'PUT',
    '/connections',
    { chatwoot: { botToken: 'a\r\nx: y' } },
    'chatwoot.botToken',
  ],
  [
    'a connection without essentials',
    'PUT',
    '/connections',
    { chatwoot: { baseUrl: 'https://x.example', accountId: 1 } },
    'chatwoot.botToken',
  ],
  ['an unknown dialect', 'PUT', '/connections', { botpress: { dialect: 'esperanto' } }, 'botpress.dialect'],
  ['an unknown provider', 'PUT', '/connections', { zendesk: {} }, 'zendesk'],
  ['a page too long', 'GET', '/sessions?limit=201', undefined, 'limit'],
  ['an unknown query', 'GET', '/sessions?colour=red', undefined, 'colour'],
  ['a cursor of nobody', 'GET', '/sessions?cursor=zzz', undefined, 'cursor'],
  ['a cursor of nobody', 'GET', '/users?cursor=zzz', undefined, 'cursor'],
];

describe('input', () => {
  it.each(wrong)('with %s is 400 and names the place (%s %s)', async (_what, method, under, body, place) => {
    const before = await admin.call('GET', `${path}/config`);
    const answer = await admin.call(method, `${path}${under}`, { body });
    expect(answer.status).toBe(400);
    const { error } = answer.body;
    expect(error).toMatchObject({
      code: 'bad_request',
      message: expect.any(String),
      requestId: expect.any(String),
    });
    expect(error.issues.map((issue: { path: string }) => issue.path)).toContain(place);
    expect(Object.keys(error.issues[0]).sort()).toEqual(['message', 'path']);
    expect((await admin.call('GET', `${path}/config`)).body).toEqual(before.body);
  });

  it.each([
    ['text', 'hello'],
    ['half a document', '{"config":'],
    ['a number with a leading zero', '{"config":{"reorderMs":01}}'],
  ])('that is %s and not JSON is 400', async (_what, body) => {
    const { status, body: answer } = await admin.call('PUT', `${path}/config`, { body });
    expect(status).toBe(400);
    expect(answer.error).toMatchObject({ code: 'bad_request', message: expect.stringContaining('JSON') });
  });

  it('that is not UTF-8 is 400', async () => {
    const response = await admin.app.request(`${path}/config`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${admin.deps.rootKey}` },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    });
    expect(response.status).toBe(400);
  });

  it('nested beyond sense or of a million values is 400', async () => {
    const deep = `{"config":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const wide = `{"config":[${'[],'.repeat(1_000_000)}0]}`;
    for (const body of [deep, wide]) {
      const { status, body: answer } = await admin.call('PUT', `${path}/config`, { body });
      expect([status, answer.error.code]).toEqual([400, 'bad_request']);
    }
  });

  it('over 32 MiB is 413, in both dresses, with and without a length', async () => {
    const big = 'x'.repeat(32 * 1024 * 1024);
    const body = JSON.stringify({ tenantId, config: { botName: big } });
    for (const target of [`${path}/config`, '/trpc/config.put']) {
      const method = target.startsWith('/trpc') ? 'POST' : 'PUT';
      for (const headers of [{ 'content-length': String(body.length) }, { 'transfer-encoding': 'chunked' }]) {
        const type = { 'content-type': 'application/json' };
        const answer = await admin.call(method, target, { body, headers: { ...headers, ...type } });
        expect(answer.status).toBe(413);
        expect(JSON.stringify(answer.body)).toContain('payload_too_large');
      }
    }
  });

  it.each([
    ['tenant', 'GET', '/api/chatbot/tenants/not-a-uuid/config'],
    ['tenant', 'GET', '/api/chatbot/tenants/%00/config'],
    ['tenant', 'GET', '/api/chatbot/tenants/%E0%A4%A/config'],
    ['tenant', 'GET', `/api/chatbot/tenants/${'9'.repeat(5_000)}`],
    ['session', 'GET', '{tenant}/sessions/1'],
    ['session', 'POST', '{tenant}/sessions/__proto__/handoff'],
    ['sync run', 'GET', '{tenant}/sync-runs/x'],
    ['key', 'DELETE', '{tenant}/keys/x'],
    ['message', 'GET', '{tenant}/messages/-1/why'],
    ['message', 'GET', '{tenant}/messages/99999999999999999999/why'],
    ['message', 'GET', '{tenant}/messages/%F0%9F%98%80/why'],
    ['path', 'GET', '{tenant}/nothing'],
    ['method', 'DELETE', '{tenant}/config'],
  ])('naming a %s that cannot be is 404 (%s %s)', async (_what, method, target) => {
    const { status, body } = await admin.call(method, target.replace('{tenant}', path));
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'not_found', requestId: expect.any(String) });
  });

  it('of an unexpected kind never makes a 500, whatever it is', async () => {
    const values = [null, true, 0, -1, 1e308, '', '\u0000', [], [[]], {}, { a: {} }, '💥'.repeat(1_000)];
    const fields = [
      'botName',
      'businessHours',
      'escalationRules',
      'allowedActions',
      'messages',
      'chatwootInboxId',
      'reorderMs',
    ];
    for (const field of fields) {
      for (const value of values) {
        const { status } = await admin.call('PUT', `${path}/config`, {
          body: { config: { [field]: value } },
        });
        expect([field, value, [200, 400].includes(status)]).toEqual([field, value, true]);
      }
    }
    expect(admin.told.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('may hold NUL where text is long: it comes back as it was sent', async () => {
    const welcomeMessage = 'a\u0000b\u202e💥';
    const { body } = await admin.call('PUT', `${path}/config`, { body: { config: { welcomeMessage } } });
    expect(body.config.welcomeMessage).toBe(welcomeMessage);
  });
});

describe('answers', () => {
  it('carry the request id of the caller, or one of ours', async () => {
    const given = await admin.call('GET', path, { headers: { 'x-request-id': 'abc-123' } });
    expect(given.headers.get('x-request-id')).toBe('abc-123');
    const harmful = await admin.call('GET', `${path}/nothing`, {
      headers: { 'x-request-id': 'a b<script>' },
    });
    const made = harmful.headers.get('x-request-id');
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(harmful.body.error.requestId).toBe(made);
  });

  it('may not be stored on the way', async () => {
    expect((await admin.call('GET', path)).headers.get('cache-control')).toBe('no-store');
  });

  it('say nothing of what broke: the cause is in the log alone', async () => {
    const broken = openAdmin({ databaseUrl: 'mysql://nobody@127.0.0.1:1/none' });
    for (const target of ['/api/chatbot/tenants', '/trpc/tenants.list?input=%7B%7D']) {
      const { status, body } = await broken.call('GET', target);
      expect(status).toBe(500);
      expect(JSON.stringify(body)).toContain('"internal"');
      expect(JSON.stringify(body)).not.toMatch(/ECONN|connect|127|sql/i);
    }
    await broken.close();
    const errors = broken.told.lines.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(2);
    expect(errors[0]?.fields.err).toBeInstanceOf(Error);
  });
});
