import { describe, expect, it } from 'vitest';
import { scripts } from '../../fake/bot-script.ts';
import type { Fields } from '../../fields.ts';
import { signUserKey } from '../sign-user-key.ts';
import { startFake } from './start-fake.ts';

describe('the fake Chat API', () => {
  it('refuses keys it did not agree on, and creating users without one', async () => {
    const { fake, call } = startFake();
    const forged = signUserKey({ userId: 'u1', encryptionKey: 'another' });
    const asStranger = new Request('http://chat.test/bot-1/users/me', { headers: { 'x-user-key': forged } });
    expect((await fake.fetch(asStranger)).status).toBe(401);
    expect((await call('GET', 'users/me', undefined, null)).status).toBe(401);
    expect(await call('POST', 'users', { id: 'u1' }, null)).toMatchObject({
      status: 401,
      body: { code: 401, type: 'Unauthorized' },
    });
  });

  it('signs keys itself while no encryption key is set', async () => {
    const { fake, call } = startFake();
    fake.setBot({ webhookId: 'bot-1' });
    const created = await call('POST', 'users', { id: 'u9' }, null);
    expect(created).toMatchObject({ status: 201, body: { user: { id: 'u9' }, key: expect.any(String) } });
    expect((await call('POST', 'users', { id: 'u9' }, null)).status).toBe(409);
  });

  it('knows neither other bots nor other paths', async () => {
    const { fake, call } = startFake();
    expect(await call('GET', 'nowhere')).toMatchObject({ status: 404, body: { message: 'No such route' } });
    expect((await fake.fetch(new Request('http://chat.test/bot-2/hello'))).status).toBe(404);
  });

  it('keeps conversations to their owner', async () => {
    const { call, open, say } = startFake();
    expect(await open()).toMatchObject({ status: 200, body: { conversation: { id: 'c1' } } });
    expect((await open()).status).toBe(200);
    expect(await open('c1', 'u2')).toMatchObject({ status: 403, body: { type: 'Forbidden' } });
    expect((await call('GET', 'conversations/c1/messages', undefined, 'u2')).status).toBe(403);
    expect((await say('Hi', 'c9')).status).toBe(403);
  });

  it.each(['has:colon', 'has.dot', 'a@b', 'x'.repeat(71)])('refuses %s as an id', async (id) => {
    const { open } = startFake();
    expect(await open(id)).toMatchObject({ status: 400, body: { type: 'InvalidPayload' } });
  });

  it.each([
    ['no JSON', '{', 400],
    ['empty text', { conversationId: 'c1', payload: { type: 'text', text: '' } }, 400],
    ['an unknown type', { conversationId: 'c1', payload: { type: 'poll', text: 'x' } }, 400],
    ['over 128 KB', { conversationId: 'c1', payload: { type: 'text', text: 'x'.repeat(131_072) } }, 413],
    ['over 1 MB', { conversationId: 'c1', payload: { type: 'text', text: 'x'.repeat(1_000_000) } }, 413],
  ])('refuses a message: %s', async (_, body, status) => {
    const { fake, call, open } = startFake();
    await open();
    expect((await call('POST', 'messages', body)).status).toBe(status);
    expect(fake.transcript('c1')).toEqual([]);
  });

  it('fails one of two who create the same conversation at once', async () => {
    const { call } = startFake();
    await call('POST', 'users/get-or-create', {});
    const create = () => call('POST', 'conversations/get-or-create', { id: 'c1' });
    const statuses = (await Promise.all([create(), create()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 500]);
  });

  it('lists newest first, page by page, also while more is said', async () => {
    const { fake, call, open, say } = startFake({ pageSize: 2 });
    fake.setScript('bot-1', scripts.silent());
    await open();
    for (const text of ['1', '2', '3']) await say(text);
    const first = await call('GET', 'conversations/c1/messages');
    await say('4');
    const token = encodeURIComponent(first.body.meta.nextToken);
    const second = await call('GET', `conversations/c1/messages?nextToken=${token}`);
    const texts = [first, second].map(({ body }) => body.messages.map((message: Fields) => message.payload));
    expect(texts).toEqual([
      [
        { type: 'text', text: '3' },
        { type: 'text', text: '2' },
      ],
      [{ type: 'text', text: '1' }],
    ]);
    expect(second.body.meta).toEqual({});
  });

  it('limits what customers send in a minute, and says for how long', async () => {
    let nowMs = Date.parse('2026-08-19T10:00:00Z');
    const { open, say } = startFake({ perMinuteMax: 2, now: () => nowMs });
    await open();
    nowMs += 100_000;
    expect([await say('1'), await say('2')].map(({ status }) => status)).toEqual([201, 201]);
    nowMs += 54_000;
    const third = await say('3');
    expect(third).toMatchObject({ status: 429, body: { type: 'RateLimited' } });
    expect(third.headers.get('ratelimit-reset')).toBe('6');
    nowMs += 6_000;
    expect((await say('3')).status).toBe(201);
  });

  it('words its errors in a 200 answer when asked to', async () => {
    const { open } = startFake({ errorsAsStatus200: true });
    await open();
    expect(await open('c1', 'u2')).toMatchObject({ status: 200, body: { code: 403, type: 'Forbidden' } });
  });
});
