import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mintTurn } from '../../../conformance/engine-rig.ts';
import { BadBody } from '../../../contract/index.ts';
import type { Http, HttpRequest } from '../../../http/index.ts';
import { createGeneric } from './index.ts';
import { readBody } from './translate.ts';

const settings = { endpointUrl: 'https://bot.example.test/turns?v=1', webhookSecrets: ['new', 'old'] };
const nowMs = Date.parse('2026-08-19T10:00:00.900Z');
const free = () => {};

function answering(status: number, text: string) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    async request(input) {
      asked.push(input);
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        json = undefined;
      }
      return { status, headers: {}, text, json };
    },
    close: () => Promise.resolve(),
  };
  return { asked, client: createGeneric({ http, nowMs: () => nowMs }).connect(settings) };
}

describe('a turn for a bot server', () => {
  it('carries what is promised, signed with the newest secret over time and body', async () => {
    const { asked, client } = answering(202, '');
    const choice = { title: 'Basic', value: 'plan_basic' };
    const turn = mintTurn({ message: { text: 'Basic', attachments: [{ type: 'image' }], choice } });
    expect(await client.send(turn, free)).toEqual({ takenAtMs: null, replies: null });

    const [request] = asked;
    expect(request).toMatchObject({
      method: 'POST',
      url: settings.endpointUrl,
      timeoutMs: 60_000,
      write: true,
    });
    expect(request?.json).toEqual({
      sessionId: String(turn.channelConversationId),
      tandemSessionId: turn.sessionId,
      messageId: turn.turnId,
      text: 'Basic',
      attachments: [{ type: 'image' }],
      choice,
      tenantContext: turn.tenantContext,
      knowledgeBase: turn.knowledge,
    });
    const timestamp = '1787133600';
    const signed = `${timestamp}.${JSON.stringify(request?.json)}`;
    expect(request?.headers).toEqual({
      'x-bp-timestamp': timestamp,
      'x-bp-signature': `sha256=${createHmac('sha256', 'new').update(signed).digest('hex')}`,
    });
  });

  it.each([
    ['an empty answer', ''],
    ['a word', 'OK'],
    ['an acknowledgement', '{"ok":true}'],
    ['no object', '[1]'],
  ])('is answered by webhook after %s', async (_, text) => {
    const { client } = answering(200, text);
    expect(await client.send(mintTurn(), free)).toEqual({ takenAtMs: null, replies: null });
  });

  it('is answered in the call when the answer holds responses', async () => {
    const turn = mintTurn();
    const body = { sessionId: turn.channelConversationId, responses: [{ text: 'Hi' }], messageId: 7 };
    const { replies } = await answering(200, JSON.stringify(body)).client.send(turn, free);
    expect(replies).toMatchObject([{ id: '7', contents: [{ type: 'text', text: 'Hi' }] }]);
    const silent = await answering(200, '{"responses":[]}').client.send(turn, free);
    expect(silent.replies).toMatchObject([{ id: null, contents: [] }]);
  });

  it.each([
    ['responses that are no list', '{"responses":{}}'],
    ['another conversation', '{"sessionId":"somebody else","responses":[]}'],
  ])('takes no answer with %s', async (_, text) => {
    await expect(answering(200, text).client.send(mintTurn(), free)).rejects.toMatchObject({
      kind: 'malformed',
    });
  });

  it.each([
    [401, 'unauthorized'],
    [404, 'rejected'],
    [500, 'failed'],
  ])('says what %i means: %s', async (status, kind) => {
    await expect(answering(status, '').client.send(mintTurn(), free)).rejects.toMatchObject({ kind, status });
  });

  it('needs an endpoint and a secret', () => {
    const { connect } = createGeneric({
      http: { request: () => Promise.reject(), close: async () => {} },
      nowMs: Date.now,
    });
    expect(() => connect({ webhookSecrets: [] })).toThrow(
      'Botpress connection (generic): endpointUrl is missing, webhookSecrets is not valid',
    );
    expect(() => connect({ ...settings, endpointUrl: 'https://user:pass@bot.example.test/' })).toThrow(
      /endpointUrl is not valid$/,
    );
  });
});

describe('a body of the generic dialect', () => {
  it.each([
    [null, ['']],
    ['ping', ['']],
    [{}, ['sessionId', 'responses']],
    [{ sessionId: ' ', responses: [] }, ['sessionId']],
    [{ sessionId: 2 ** 53, responses: [] }, ['sessionId']],
    [{ sessionId: 1.5, responses: [] }, ['sessionId']],
    [{ sessionId: {}, responses: [] }, ['sessionId']],
    [{ sessionId: 'x'.repeat(201), responses: [] }, ['sessionId']],
    [{ sessionId: '1', responses: 'Hi' }, ['responses']],
  ])('that lacks what must be there names the places: %j', (body, places) => {
    let issues: string[] = [];
    try {
      readBody(body);
    } catch (error) {
      if (error instanceof BadBody) issues = error.issues.map(({ path }) => path);
    }
    expect(issues).toEqual(places);
  });

  it.each([
    [{ requested: false, reason: 'no' }, null],
    [{ reason: 'never asked' }, null],
    [{ requested: true, summary: 'Refund' }, { summary: 'Refund' }],
    ['yes', null],
  ])('asks for a human with handoff %j: %j', (handoff, expected) => {
    expect(readBody({ sessionId: '1', responses: [], handoff })).toMatchObject({
      reply: { handoff: expected },
    });
  });

  it('lets nothing beside the session and the list spoil it', () => {
    const body = JSON.parse(
      '{"sessionId":1,"responses":[7,{"text":"Hi"}],"messageId":{},"actions":3,"__proto__":{"a":1}}',
    );
    expect(readBody(body)).toEqual({
      kind: 'reply',
      address: { by: 'session', id: '1' },
      reply: {
        id: null,
        createdAtMs: null,
        contents: [{ type: 'text', text: 'Hi' }],
        handoff: null,
        fallback: false,
        actions: [],
      },
    });
  });
});
