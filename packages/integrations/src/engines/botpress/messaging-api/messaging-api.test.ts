import { describe, expect, it } from 'vitest';
import { mintTurn } from '../../../conformance/engine-rig.ts';
import type { Http, HttpRequest } from '../../../http/index.ts';
import { createMessagingApi } from './index.ts';
import { readCallback } from './translate.ts';

const settings = { webhookId: 'w 1', token: 'bp_pat_secret' };
const free = () => {};

function answering(status: number, body: unknown) {
  const asked: HttpRequest[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const http: Http = {
    async request(input) {
      asked.push(input);
      return { status, headers: {}, text, json: typeof body === 'string' ? undefined : body };
    },
    close: () => Promise.resolve(),
  };
  return { asked, client: createMessagingApi({ http }).connect(settings) };
}

const taken = { message: { createdAt: '2026-08-19T10:00:00.000Z' } };

describe('a turn over the Messaging API', () => {
  it('carries our ids, its words and, as keys of the payload, what travels beside them', async () => {
    const { asked, client } = answering(200, taken);
    const choice = { title: 'Basic', value: 'plan_basic' };
    const turn = mintTurn({ message: { text: 'Basic', attachments: [], choice } });
    await client.send(turn, free);
    expect(asked).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: 'https://webhook.botpress.cloud/w%201',
        headers: { authorization: 'Bearer bp_pat_secret' },
        write: true,
      }),
    ]);
    expect(asked[0]?.json).toEqual({
      ...turn.conversation,
      messageId: turn.turnId,
      type: 'text',
      text: 'plan_basic',
      payload: {
        metadata: {
          cwMessageId: '555',
          tandemTurn: turn.turnId,
          tenantContext: turn.tenantContext,
          kb: turn.knowledge,
          choice,
        },
      },
    });
  });

  it.each([
    ['a validation error', 400, 'Validation Error! Issues:\n[]', 'rejected'],
    ['no response URL', 400, 'Configuration Error! responseEndpointURL is not set.', 'rejected'],
    ['a failure behind it', 400, 'Unknown Error! Please contact the Botpress Team', 'unknown-outcome'],
    ['a 400 of its host', 400, { code: 400, type: 'Runtime', message: 'x' }, 'unknown-outcome'],
    ['a bad token', 401, 'Unauthorized. Please add a valid token', 'unauthorized'],
    ['a token that may not', 403, 'Forbidden', 'unauthorized'],
    ['no such webhook', 404, 'Not found', 'rejected'],
    ['an error with 200', 200, { code: 401, type: 'Unauthorized', message: 'x' }, 'unauthorized'],
    ['a server error', 502, 'Bad gateway', 'unknown-outcome'],
    ['an answer without our message', 200, {}, 'unknown-outcome'],
  ])('%s is what it means', async (_what, status, body, kind) => {
    const { client } = answering(status, body);
    const failure = client.send(mintTurn(), free);
    await expect(failure).rejects.toMatchObject({ kind });
    await expect(failure).rejects.not.toThrow(/bp_pat_secret|where is my order/i);
  });

  it.each([
    [{}, 'webhookId is missing, token is missing'],
    [{ ...settings, endpointUrl: 'https://user:secret@host.test' }, 'endpointUrl is not valid'],
  ])('needs its settings: %j', (given, words) => {
    const { request } = { request: () => Promise.reject(new Error('nothing is sent here')) };
    const engine = createMessagingApi({ http: { request, close: () => Promise.resolve() } });
    expect(() => engine.connect(given)).toThrow(words);
  });
});

describe('a callback', () => {
  const callback = (more: object) => ({
    type: 'text',
    conversationId: 'c',
    payload: { text: 'Hi' },
    ...more,
  });

  it('carries marks in its payload', () => {
    const metadata = {
      handoff: { requested: true, reason: 'r' },
      fallback: true,
      actions: [{ type: 'handoff' }],
    };
    expect(readCallback(callback({ payload: { text: 'Hi', metadata } }))).toMatchObject({
      reply: {
        contents: [{ type: 'text', text: 'Hi' }],
        handoff: { reason: 'r' },
        fallback: true,
        actions: [{ type: 'handoff' }],
      },
    });
  });

  it.each([
    ['no conversation', callback({ conversationId: undefined }), 'malformed callback: conversationId'],
    [
      'a message of type test with a conversation',
      callback({ type: 'test', payload: 'x' }),
      'nothing readable in test',
    ],
    ['blank words', callback({ payload: { text: ' ' } }), 'blank text'],
    ['nothing', null, 'malformed callback: '],
  ])('is ignored with its reason: %s', (_what, body, reason) =>
    expect(readCallback(body)).toEqual({ kind: 'ignored', reason }),
  );

  it('without an id is read all the same', () =>
    expect(readCallback(callback({ botpressMessageId: 7 }))).toMatchObject({ reply: { id: null } }));
});
