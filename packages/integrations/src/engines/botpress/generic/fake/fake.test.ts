import { describe, expect, it } from 'vitest';
import { scripts } from '../../fake/bot-script.ts';
import type { FakeWebhook } from '../../fake/postman.ts';
import { createFakeGeneric } from './index.ts';
import { isSigned, sign } from './sign.ts';

const nowMs = Date.parse('2026-08-19T10:00:00Z');
const turn = {
  sessionId: '9876',
  tandemSessionId: 'session-1',
  messageId: 'turn-1',
  text: 'Hi',
  attachments: [],
  tenantContext: {},
  knowledgeBase: [],
};

function start(answers: 'call' | 'webhook') {
  const webhooks: FakeWebhook[] = [];
  const poster = {
    async post(webhook: FakeWebhook) {
      webhooks.push(webhook);
      return 200;
    },
    close: () => Promise.resolve(),
  };
  const fake = createFakeGeneric({
    bots: [{ botId: 'acme', secrets: ['old', 'new'], answers, webhookUrl: 'http://tandem.test/hook' }],
    now: () => nowMs,
    poster,
  });
  async function post(body: unknown, headers?: Record<string, string>) {
    const text = JSON.stringify(body);
    const signed = headers ?? sign({ secret: 'new', nowMs, body: text });
    const request = new Request('http://bots.test/acme', { method: 'POST', headers: signed, body: text });
    const response = await fake.fetch(request);
    const answer = await response.text();
    return { status: response.status, body: answer === '' ? null : JSON.parse(answer) };
  }
  return { fake, webhooks, post };
}

describe('the fake bot server', () => {
  it('takes only what is signed, fresh and whole', async () => {
    const { fake, post } = start('call');
    const text = JSON.stringify(turn);
    expect((await post(turn, {})).status).toBe(401);
    expect((await post(turn, sign({ secret: 'other', nowMs, body: text }))).status).toBe(401);
    expect((await post(turn, sign({ secret: 'new', nowMs: nowMs - 301_000, body: text }))).status).toBe(401);
    expect((await post({ ...turn, messageId: undefined })).status).toBe(400);
    expect(fake.transcript('session-1')).toEqual([]);
    expect((await post(turn)).status).toBe(200);
  });

  it('answers in the call, and a repetition with the same words', async () => {
    const { fake, post } = start('call');
    const first = await post(turn);
    expect(first.body).toMatchObject({
      sessionId: '9876',
      responses: [{ type: 'text', text: 'You said: Hi' }],
    });
    expect(await post(turn)).toEqual(first);
    expect(fake.transcript('9876').map(({ isBot }) => isBot)).toEqual([false, true]);
  });

  it('answers by webhook, signed, in as many bodies as it takes its time', async () => {
    const { fake, webhooks, post } = start('webhook');
    fake.setScript('acme', (heard) => [
      ...scripts.quote()(heard),
      ...scripts.delayed(5, scripts.handoffInMetadata('One moment.'))(heard),
    ]);
    expect(await post(turn)).toEqual({ status: 202, body: null });
    await post(turn);
    await fake.settled();
    expect(webhooks.map(({ body }) => JSON.parse(body))).toMatchObject([
      { responses: [{ text: 'You said: Hi' }] },
      { responses: [{ text: 'One moment.' }], handoff: { requested: true } },
    ]);
    const [{ headers, body } = { headers: {}, body: '' }] = webhooks;
    const { 'x-bp-timestamp': timestamp, 'x-bp-signature': signature } = headers as Record<string, string>;
    expect(isSigned({ secrets: ['old'], timestamp, signature, nowMs, body })).toBe(true);
  });

  it('fails when its bot does', async () => {
    const { fake, post } = start('call');
    fake.setScript('acme', scripts.crash());
    expect((await post(turn)).status).toBe(500);
  });
});
