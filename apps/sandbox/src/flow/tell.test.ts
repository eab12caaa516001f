import { describe, expect, it } from 'vitest';
import type { PostedWebhook } from '../upstreams/post-webhook.ts';
import { quote } from './quote.ts';
import { tellTrail } from './tell-trail.ts';
import { conversationOf, isCustomersTurn, tellWebhook } from './tell-webhook.ts';

const incoming = { event: 'message_created', id: 7, message_type: 'incoming', conversation: { id: 3 } };
const chosen = {
  ...incoming,
  event: 'message_updated',
  message_type: 'outgoing',
  content_attributes: { submitted_values: [{ title: 'A', value: 'a' }] },
};

const posted = (sent: unknown, status: number | null, answer: unknown = null): PostedWebhook => ({
  sent,
  status,
  answer,
  durationMs: 6.2,
  atMs: 1_000,
});
const tell = (webhook: PostedWebhook, from: 'chatwoot' | 'botpress' = 'chatwoot') =>
  tellWebhook(webhook, { from, conversationId: 3 });

describe('tellWebhook', () => {
  it.each([
    [
      incoming,
      200,
      { status: 'accepted', id: 'x' },
      'plain',
      'The customer’s message: stored first, then answered 200 (6 ms)',
    ],
    [
      incoming,
      200,
      { status: 'duplicate' },
      'good',
      'The customer’s message once more: known already, nothing is done twice',
    ],
    [
      chosen,
      200,
      { status: 'accepted' },
      'plain',
      'The customer’s choice: stored first, then answered 200 (6 ms)',
    ],
    [
      { ...incoming, private: true },
      200,
      { status: 'ignored', reason: 'private note' },
      'detail',
      'A private note: nothing to do (private note)',
    ],
    [
      { event: 'conversation_updated', id: 3 },
      500,
      null,
      'trouble',
      'Conversation updated: refused with 500, Chatwoot tries again in 3 s',
    ],
    [incoming, 401, { error: {} }, 'trouble', 'The customer’s message: refused with 401'],
    [incoming, null, null, 'trouble', 'The customer’s message: nobody answers'],
    ['not an object', 200, { status: 'ignored' }, 'detail', 'Something: nothing to do (no reason given)'],
  ])('tells %# in plain words', (sent, status, answer, tone, text) => {
    expect(tell(posted(sent, status, answer))).toMatchObject({ tone, text, from: 'chatwoot', to: 'tandem' });
  });

  it.each([
    [{ type: 'message_created', data: { isBot: true } }, 'The bot’s answer: '],
    [{ type: 'message_created', data: { isBot: false } }, 'The message it was just given: '],
    [{ type: 'event_created', data: {} }, 'The bot’s wish for a human: '],
  ])('names signal %# of Botpress', (sent, words) => {
    expect(tell(posted(sent, 200, { status: 'accepted' }), 'botpress').text).toContain(words);
  });

  it('knows the conversation and whether a turn may follow', () => {
    expect(conversationOf(incoming)).toBe(3);
    expect(conversationOf({ event: 'conversation_status_changed', id: 3 })).toBe(3);
    expect(conversationOf(null)).toBeNull();
    expect([incoming, chosen, { ...incoming, message_type: 'outgoing' }, null].map(isCustomersTurn)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('tellTrail', () => {
  const step = (kind: string, text: string, at: number) => ({ kind, text, at, id: 'row' });
  const tellOf = (trail: Parameters<typeof tellTrail>[0]) =>
    tellTrail(trail, { subject: 'm', conversationId: 3, nowMs: 100 }).map(({ line }) => [
      line.tone,
      line.text,
    ]);

  it('leaves out what other lines tell and what is still to come, and ends with the one end', () => {
    const steps = [
      step('received', 'It came in.', 1),
      step('turn', 'A turn began.', 2),
      step('attempt', 'Attempt 1 at the bot got no answer.', 3),
      step('attempt', 'Attempt 2 at the bot succeeded after 9 ms.', 4),
      step('owner', 'A human took it.', 5),
      step('turn', 'It is looked up later.', 5_000),
    ];
    const end = { kind: 'answered', at: 90, text: 'It was answered.' };
    expect(tellOf({ steps, end })).toEqual([
      ['plain', 'A turn began.'],
      ['trouble', 'Attempt 1 at the bot got no answer.'],
      ['detail', 'Attempt 2 at the bot succeeded after 9 ms.'],
      ['good', 'The end of this message: it was answered.'],
    ]);
  });

  it.each([
    ['dead', 'trouble'],
    ['handed-off', 'to-human'],
    ['suppressed', 'plain'],
  ])('shows the end %s as %s', (kind, tone) => {
    expect(tellOf({ steps: [], end: { kind, at: null, text: 'X.' } })[0]?.[0]).toBe(tone);
  });
});

describe('quote', () => {
  it('puts words on one line and cuts long ones without breaking a character', () => {
    expect(quote('a\n b')).toBe('“a b”');
    expect(quote(null)).toBe('“”');
    const cut = quote('😀'.repeat(200));
    expect(cut.isWellFormed()).toBe(true);
    expect(cut.length).toBeLessThan(170);
  });
});
