import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { wrongInputs } from '../../test/wrong-inputs.ts';

const admin = openAdmin();
afterAll(() => admin.close());

let path: string;
let tenantId: string;
beforeAll(async () => {
  ({ path, tenantId } = await mintTenantWithKeys(admin));
});

describe('input', () => {
  it.each(wrongInputs)(
    'with %s is 400 and names the place (%s %s)',
    async (_what, method, under, body, place) => {
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
    },
  );

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

  it('of ten million values is refused before it is parsed, in REST and in tRPC', async () => {
    const body = `{"config":[${'{},'.repeat(10_000_000)}0]}`;
    const rest = await admin.call('PUT', `${path}/config`, { body });
    expect([rest.status, rest.body.error.issues[0].message]).toEqual([400, 'holds too many values']);
    const headers = { authorization: `Bearer ${admin.deps.rootKey}`, 'content-type': 'application/json' };
    const trpc = await admin.app.request('/trpc/config.put', { method: 'POST', headers, body });
    expect([trpc.status, await trpc.text()]).toEqual([400, expect.stringContaining('too many values')]);
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

  it('of any shape never makes a 500', async () => {
    const targets = ['config', 'knowledge-base', 'connections', 'keys', 'users'];
    const under = (value: fc.JsonValue) =>
      fc.constantFrom(
        value,
        { config: value },
        { knowledgeBase: value },
        { chatwoot: value },
        { botpress: value },
      );
    const bodies = fc.jsonValue({ maxDepth: 4 }).chain(under);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...targets), bodies, async (target, body) => {
        const method = target === 'connections' || target === 'config' ? 'PUT' : 'POST';
        const { status } = await admin.call(method, `${path}/${target}`, { body: JSON.stringify(body) });
        return status < 500;
      }),
      { numRuns: 300 },
    );
  });

  it('of the greatest size allowed is stored', async () => {
    const text = '\u0000'.repeat(5_000);
    const texts = {
      welcomeMessage: text,
      fallbackMessage: text,
      outOfHoursMessage: text,
      unattendedMessage: text,
    };
    const letters = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn';
    const languages = [...letters].map((letter, index) => [`${index < 26 ? 'x' : 'y'}${letter}`, texts]);
    const body = { config: { messages: Object.fromEntries(languages) } };
    for (let write = 0; write < 2; write += 1) {
      expect((await admin.call('PUT', `${path}/config`, { body })).status).toBe(200);
    }
    await admin.call('PUT', `${path}/config`, { body: { config: { messages: null } } });
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

  it('leave one line in the log, without content or keys', async () => {
    const before = admin.told.lines.length;
    await admin.call('PUT', `${path}/config`, { body: { config: { botName: 'the name of a bot' } } });
    const lines = admin.told.lines.slice(before);
    expect(lines).toEqual([
      {
        level: 'info',
        fields: {
          requestId: expect.any(String),
          procedure: 'config.put',
          actor: { type: 'platform' },
          tenantId,
          durationMs: expect.any(Number),
          outcome: 'ok',
        },
      },
    ]);
    const seen = JSON.stringify(admin.told.lines);
    expect(seen).not.toContain('the name of a bot');
    expect(seen).not.toContain(admin.deps.rootKey);
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
