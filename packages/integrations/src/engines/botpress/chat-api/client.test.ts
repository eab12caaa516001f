import { describe, expect, it } from 'vitest';
import { mintTurn } from '../../../conformance/engine-rig.ts';
import type { Http, HttpRequest } from '../../../http/index.ts';
import { createChatApi } from './index.ts';

const settings = { webhookId: 'bot-1', encryptionKey: 'key', chatUrl: 'https://chat.example.test/' };
const free = () => {};

/** Answers in turn with the given statuses and bodies, and keeps what was asked. */
function answering(...answers: { status: number; headers?: Record<string, string>; json: unknown }[]) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    async request(input) {
      asked.push(input);
      const answer = answers[Math.min(asked.length, answers.length) - 1] ?? { status: 500, json: null };
      return { headers: {}, ...answer, text: JSON.stringify(answer.json) };
    },
    close: () => Promise.resolve(),
  };
  return { asked, client: createChatApi({ http }).connect(settings) };
}

describe('the Chat API client', () => {
  it('names what is missing and shows no value', () => {
    const { connect } = createChatApi({
      http: { request: () => Promise.reject(), close: () => Promise.resolve() },
    });
    expect(() => connect({ webhookId: 'bot-1', encryptionKey: null })).toThrow('encryptionKey is missing');
    expect(() => connect({ ...settings, chatUrl: 'ftp://secret' })).toThrow(/chatUrl is not valid$/);
  });

  it('acts as the conversation’s user, with a key signed by us', async () => {
    const { asked, client } = answering({ status: 200, json: {} });
    await client.open({ userId: 't1-c1', conversationId: 't1-cw1' }, free);
    expect(asked.map(({ method, url, json }) => [method, url, json])).toEqual([
      ['POST', 'https://chat.example.test/bot-1/users/get-or-create', {}],
      ['POST', 'https://chat.example.test/bot-1/conversations/get-or-create', { id: 't1-cw1' }],
    ]);
    const [header, claims] = (asked[0]?.headers?.['x-user-key'] ?? '').split('.');
    const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect([decode(header), decode(claims)]).toEqual([{ alg: 'HS256', typ: 'JWT' }, { id: 't1-c1' }]);
  });

  it('deletes no further message of a user once it is told to stop', async () => {
    const stopping = new AbortController();
    const said = (id: string) => ({
      ...{ id, createdAt: '2026-03-02T09:00:00.000Z', conversationId: 'c', userId: 'u' },
      payload: { type: 'text', text: 'hi' },
    });
    const deleted: string[] = [];
    const http: Http = {
      async request({ method, url }) {
        if (method === 'DELETE') {
          deleted.push(url);
          stopping.abort();
        }
        const json = method === 'GET' ? { messages: [said('m1'), said('m2')], meta: {} } : {};
        return { status: 200, headers: {}, json, text: JSON.stringify(json) };
      },
      close: () => Promise.resolve(),
    };
    const client = createChatApi({ http }).connect(settings);
    const work = client.forget?.({ userId: 'u', conversationIds: ['c'], signal: stopping.signal });
    await expect(work).rejects.toThrow('aborted');
    expect(deleted).toEqual(['https://chat.example.test/bot-1/messages/m1']);
  });

  it('signs a refused key once more before it gives up', async () => {
    const { asked, client } = answering({ status: 401, json: { code: 401, type: 'Unauthorized' } });
    await expect(client.send(mintTurn(), free)).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['another user’s conversation', 403, { type: 'Forbidden' }, 'rejected'],
    ['a used-up plan', 402, { type: 'PaymentRequired' }, 'unauthorized'],
    ['a used-up quota', 403, { type: 'QuotaExceeded' }, 'unauthorized'],
    ['a wrong webhook id', 404, { message: 'No such route' }, 'rejected'],
    ['a size beyond the limit', 413, { type: 'PayloadTooLarge' }, 'rejected'],
    ['a lock', 409, { type: 'ResourceLockedConflict' }, 'failed'],
    ['a gateway’s page', 502, undefined, 'unknown-outcome'],
    ['a success that is none of theirs', 200, { ok: true }, 'unknown-outcome'],
    ['an error in a 200 answer', 200, { code: 500, type: 'Internal' }, 'unknown-outcome'],
    ['a redirect', 302, undefined, 'malformed'],
  ])('says what a send met: %s', async (_, status, json, kind) => {
    const { client } = answering({ status, json });
    await expect(client.send(mintTurn(), free)).rejects.toMatchObject({ kind });
  });

  it('waits as long as it is told, in a 200 answer too', async () => {
    const { client } = answering({ status: 200, headers: { 'ratelimit-reset': '6' }, json: { code: 429 } });
    await expect(client.send(mintTurn(), free)).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 6_000,
    });
  });

  it('may open a conversation again after a server error', async () => {
    const { asked, client } = answering({ status: 500, json: { code: 500, type: 'Internal' } });
    await expect(client.open(mintTurn().conversation, free)).rejects.toMatchObject({ kind: 'failed' });
    expect(asked[0]?.write).toBe(false);
  });

  it('tells the bot that a handoff ended with an event of its own', async () => {
    const { asked, client } = answering({ status: 201, json: { event: {} } });
    const { conversation } = mintTurn();
    await client.tellHandoffEnded?.({ conversation });
    expect(asked.map(({ method, url, json }) => [method, url, json])).toEqual([
      [
        'POST',
        'https://chat.example.test/bot-1/events',
        { conversationId: conversation.conversationId, payload: { type: 'handoff_ended' } },
      ],
    ]);
  });

  it('reads back until a page is older than asked for', async () => {
    const at = (second: number) => ({
      id: `m${second}`,
      conversationId: 'c',
      userId: 'bot',
      createdAt: `2026-08-19T10:00:0${second}.000Z`,
      payload: { type: 'text', text: String(second) },
    });
    const { asked, client } = answering(
      { status: 200, json: { messages: [at(5), at(4)], meta: { nextToken: 'a=' } } },
      { status: 200, json: { messages: [at(3), at(2)], meta: { nextToken: 'b' } } },
      { status: 200, json: { messages: [at(1)], meta: { nextToken: 'c' } } },
    );
    const conversation = { userId: 'u', conversationId: 'a/b' };
    const transcript = await client.transcript?.({
      conversation,
      sinceMs: Date.parse('2026-08-19T10:00:03Z'),
    });
    expect(transcript?.replies.map(({ id }) => id)).toEqual(['m3', 'm4', 'm5']);
    expect(asked.map(({ url }) => url.replace('https://chat.example.test/bot-1/', ''))).toEqual([
      'conversations/a%2Fb/messages',
      'conversations/a%2Fb/messages?nextToken=a%3D',
      'conversations/a%2Fb/messages?nextToken=b',
    ]);
  });

  it('gives up on a listing that goes in circles', async () => {
    const { client } = answering({ status: 200, json: { messages: [], meta: { nextToken: 'again' } } });
    const { conversation } = mintTurn();
    await expect(client.transcript?.({ conversation, sinceMs: 0 })).rejects.toMatchObject({
      kind: 'malformed',
    });
  });
});
