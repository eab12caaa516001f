import { Resources } from '@tandem/runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  botpressPath,
  chatwootPath,
  incoming,
  installationSecret,
  openApi,
  rootKey,
  signed,
  type TestApi,
} from '../../test/open-api.ts';
import { listen } from '../listen.ts';

let api: TestApi;
let url: string;
const resources = new Resources();
beforeAll(async () => {
  api = await openApi();
  await api.mint(11);
  const { app, front } = api;
  const { port } = await listen(app, { port: 0, variable: 'PORT', resources, name: 'api server', front });
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await resources.close();
  await api.close();
});

const post = (path: string, init: RequestInit) => api.app.request(path, init);
const doors = [
  ['the app', post],
  ['the server', (path: string, init: RequestInit) => fetch(`${url}${path}`, init)],
] as const;
/** Message ids of one door never meet those of another. */
let lastMessageId = 500;
const admin = (method: string, path: string, body: object) =>
  api.app.request(path, {
    method,
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${rootKey}`, 'content-type': 'application/json' },
  });

describe.each(doors)('at %s a webhook is answered in the order of its checks', (_, post) => {
  const tooLarge = 'x'.repeat(5 * 1_024 * 1_024 + 1);

  it.each([
    [
      '413 before anything else',
      '/unknown-key',
      { method: 'POST', body: tooLarge },
      413,
      'payload_too_large',
    ],
    [
      '404 for an unknown key before the proof',
      '/unknown-key',
      { method: 'POST', body: '{' },
      404,
      'not_found',
    ],
    ['401 for a missing proof before the body', '', { method: 'POST', body: '{' }, 401, 'unauthorized'],
    [
      '401 for a stale signature',
      '',
      signed(incoming({ inboxId: 11 }), installationSecret, 1_700_000_000),
      401,
      'unauthorized',
    ],
    ['401 for a wrong secret', '', signed(incoming({ inboxId: 11 }), 'another'), 401, 'unauthorized'],
    ['400 for what is not JSON', '', signed('{"a":'), 400, 'bad_request'],
    [
      '400 for wrong types',
      '',
      signed('{"event":"message_created","id":"x","message_type":"incoming"}'),
      400,
      'bad_request',
    ],
    [
      '400 for an id beyond 2^53',
      '',
      signed(incoming({ inboxId: 11 }).replace('"id":1,', '"id":9007199254740993,')),
      400,
      'bad_request',
    ],
    ['404 for an unknown inbox', '', signed(incoming({ inboxId: 999_999 })), 404, 'not_found'],
  ])('%s', async (_, suffix, init, status, code) => {
    const answer = await post(`${chatwootPath}${suffix}`, init);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      error: { code, message: expect.any(String), requestId: expect.any(String) },
    });
  });

  it('200 with and without a trailing slash, never redirected', async () => {
    for (const path of [chatwootPath, `${chatwootPath}/`, `${chatwootPath}?from=chatwoot`]) {
      lastMessageId += 1;
      const answer = await post(path, signed(incoming({ inboxId: 11, messageId: lastMessageId })));
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { status: 'accepted', id: expect.any(String) },
      ]);
    }
  });

  it('says duplicate with the id of the first, also under another delivery id', async () => {
    lastMessageId += 1;
    const body = incoming({ inboxId: 11, messageId: lastMessageId });
    const first = z.object({ id: z.string() }).parse(await (await post(chatwootPath, signed(body))).json());
    const again = await post(chatwootPath, signed(body));
    expect(await again.json()).toEqual({ status: 'duplicate', id: first.id });
  });

  it('ignores what the bot has no use for, and stores nothing', async () => {
    api.statements.length = 0;
    const answer = await post(chatwootPath, signed('{"event":"contact_updated","id":3,"__proto__":{"x":1}}'));
    expect(await answer.json()).toMatchObject({ status: 'ignored', reason: expect.any(String) });
    expect(api.statements).toEqual([]);
  });
});

describe('the hard limit', () => {
  it('answers 429 with the seconds to wait', async () => {
    const limited = await openApi({ LIMIT_INBOX_HARD_PER_MIN: '2', LIMIT_INBOX_SOFT_PER_MIN: '0' });
    try {
      await limited.mint(31);
      const statuses = [];
      for (const messageId of [1, 2, 3]) {
        const answer = await limited.app.request(chatwootPath, signed(incoming({ inboxId: 31, messageId })));
        statuses.push([answer.status, answer.headers.get('retry-after')]);
      }
      expect(statuses).toEqual([
        [200, null],
        [200, null],
        [429, expect.stringMatching(/^\d+$/)],
      ]);
    } finally {
      await limited.close();
    }
  });
});

describe('a suspended tenant', () => {
  it('is unknown within a second, so that Chatwoot gives the conversation to humans, and known again when active', async () => {
    const { tenantId } = await api.mint(41);
    const send = (messageId: number) => post(chatwootPath, signed(incoming({ inboxId: 41, messageId })));
    expect((await send(1)).status).toBe(200);
    expect((await admin('PATCH', `/api/chatbot/tenants/${tenantId}`, { status: 'suspended' })).status).toBe(
      200,
    );
    await vi.waitFor(async () => expect((await send(2)).status).toBe(404), { timeout: 1_000 });
    expect((await admin('PATCH', `/api/chatbot/tenants/${tenantId}`, { status: 'active' })).status).toBe(200);
    await vi.waitFor(async () => expect((await send(3)).status).toBe(200), { timeout: 1_000 });
  });
});

describe('without Redis', () => {
  it('webhooks are stored and answered 200, warm and cold', async () => {
    const alone = await openApi({ REDIS_URL: 'redis://127.0.0.1:9' });
    try {
      await alone.mint(51);
      for (const messageId of [1, 2]) {
        const answer = await alone.app.request(chatwootPath, signed(incoming({ inboxId: 51, messageId })));
        expect(await answer.json()).toMatchObject({ status: 'accepted' });
      }
    } finally {
      await alone.close();
    }
  });
});

describe('the Botpress route', () => {
  it('ignores an authentic native body of an unknown conversation, and refuses a generic one', async () => {
    const native = JSON.stringify({
      type: 'message_created',
      data: {
        id: 'm1',
        conversationId: 'conv_unknown',
        userId: 'u',
        createdAt: '2026-08-19T10:00:01.250Z',
        payload: { type: 'text', text: 'hi' },
        isBot: true,
      },
    });
    const generic = JSON.stringify({ sessionId: '987654321', responses: [{ text: 'hi' }] });
    const headers = { 'x-secret-key': installationSecret, 'x-webhook-token': installationSecret };
    const answer = await post(botpressPath, { method: 'POST', body: native, headers });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ignored', reason: 'unknown conversation' },
    ]);
    expect((await post(`${botpressPath}/`, { method: 'POST', body: generic, headers })).status).toBe(404);
  });

  it('takes a Messaging API by the key in its path alone, probe included', async () => {
    const { botpress } = await api.mint(12, {
      botpress: { dialect: 'messaging_api', webhookId: 'w', token: 'pat' },
    });
    const call = async (path: string, body: unknown) => {
      const answer = await post(path, { method: 'POST', body: JSON.stringify(body) });
      return [answer.status, await answer.json()];
    };
    const probe = { type: 'test', payload: 'test' };
    const probed = [200, { status: 'ignored', reason: 'registration probe' }];
    expect(await call(`${botpressPath}/${botpress?.webhookKey}`, probe)).toEqual(probed);
    expect(await call(`${botpressPath}/${installationSecret}`, probe)).toEqual(probed);
    expect(await call(botpressPath, probe)).toEqual([401, expect.anything()]);
    const callback = { type: 'text', payload: { text: 'hi' }, conversationId: 'c', botpressMessageId: 'm' };
    expect(await call(`${botpressPath}/${botpress?.webhookKey}`, callback)).toEqual([
      200,
      { status: 'ignored', reason: 'unknown conversation' },
    ]);
  });
});
