import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ChannelEvent, WebhookRequest } from '../../contract/index.ts';
import { readEvent } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

interface Fixture {
  name: string;
  headers: Record<string, string>;
  secret?: string;
  raw_body?: string;
  body: unknown;
  expect: string;
}

const folder = fileURLToPath(new URL('../../../../../contracts/fixtures/chatwoot/', import.meta.url));
const fixtures = readdirSync(folder).map(
  (file): Fixture => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')),
);
const signed = fixtures.filter(({ secret }) => secret !== undefined);

const bytesOf = ({ raw_body, body }: Fixture) => Buffer.from(raw_body ?? JSON.stringify(body));

function requestOf(fixture: Fixture, change: Partial<WebhookRequest> = {}): WebhookRequest {
  const headers = new Map(
    Object.entries(fixture.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const timestamp = Number(headers.get('x-chatwoot-timestamp') ?? 0);
  return {
    header: (name) => headers.get(name),
    body: bytesOf(fixture),
    receivedAtMs: timestamp * 1_000,
    ...change,
  };
}

const only = (...secrets: string[]) => ({ secrets, pathKeyAlone: false });

it('reads the whole folder', () => expect(fixtures).toHaveLength(38));

describe('the proof', () => {
  it.each(signed)('of $name is accepted', (fixture) => {
    const { secret = '' } = fixture;
    const accepted = { ok: true, scheme: 'signature' };
    expect(verifyWebhook(requestOf(fixture), only(secret))).toEqual(accepted);
    expect(verifyWebhook(requestOf(fixture), only('replaced', secret))).toEqual(accepted);
    expect(verifyWebhook(requestOf(fixture), { secrets: [secret], pathKeyAlone: true })).toEqual(accepted);
  });

  it.each(signed)('of $name is refused when body, secret or time are not those signed', (fixture) => {
    const { secret = '' } = fixture;
    const request = requestOf(fixture);
    const tampered = Buffer.from(request.body);
    tampered.writeUInt8((tampered[tampered.length - 2] ?? 0) ^ 1, tampered.length - 2);
    const refused = (reason: string) => ({ ok: false, reason });
    expect(verifyWebhook({ ...request, body: tampered }, only(secret))).toEqual(refused('mismatch'));
    expect(verifyWebhook(request, only(`${secret}x`))).toEqual(refused('mismatch'));
    expect(verifyWebhook(request, { secrets: [], pathKeyAlone: true })).toEqual(refused('mismatch'));
    for (const shiftMs of [-301_000, 301_000]) {
      const late = { ...request, receivedAtMs: request.receivedAtMs + shiftMs };
      expect(verifyWebhook(late, only(secret))).toEqual(refused('stale'));
    }
    const edge = { ...request, receivedAtMs: request.receivedAtMs + 300_000 };
    expect(verifyWebhook(edge, only(secret)).ok).toBe(true);
  });

  it.each(fixtures.filter(({ secret }) => secret === undefined))(
    'of $name is its path key, if that is accepted',
    (fixture) => {
      expect(verifyWebhook(requestOf(fixture), only('s'))).toEqual({ ok: false, reason: 'missing' });
      const accepted = { secrets: ['s'], pathKeyAlone: true };
      expect(verifyWebhook(requestOf(fixture), accepted)).toEqual({ ok: true, scheme: 'path-key' });
    },
  );
});

/** What each `expect` of the fixtures is as an event; `ignore` is told per fixture below. */
const kinds: Record<string, ChannelEvent['kind']> = {
  forward: 'customer-message',
  forward_choice: 'choice',
  pause: 'status',
  resume: 'status',
  end: 'status',
  greet: 'widget-open',
};

/** What stops the bot but is still something, or what only the state makes a repetition. */
const ignoredKinds: Record<string, ChannelEvent['kind']> = {
  // Whether the status lets the bot answer is the domain's decision.
  'message-created-incoming-web-widget-open': 'customer-message',
  'message-created-outgoing-agent': 'agent-message',
  'message-created-outgoing-agent-api-inbox': 'agent-message',
  'message-created-outgoing-own-bot': 'echo',
  // The same answer again: the digest tells.
  'message-updated-input-select-redelivered-on-read': 'choice',
  'message-updated-deleted': 'deleted',
  // A conversation goes on there: whether to greet again is the domain's decision.
  'webwidget-triggered-returning': 'widget-open',
};

const eventOf = (name: string): ChannelEvent => {
  const fixture = fixtures.find((candidate) => candidate.name === name);
  if (fixture === undefined) throw new Error(`no fixture ${name}`);
  return readEvent(fixture.body);
};

describe('the event', () => {
  it.each(fixtures)('of $name is read as it is meant ($expect)', (fixture) => {
    const wanted =
      fixture.expect === 'ignore' ? (ignoredKinds[fixture.name] ?? 'ignored') : kinds[fixture.expect];
    expect(readEvent(fixture.body).kind).toBe(wanted);
  });

  it('of a message has its place, text, contact and conversation', () => {
    expect(eventOf('message-created-incoming-web-widget')).toEqual({
      kind: 'customer-message',
      accountId: 7,
      inboxId: 42,
      conversationId: 9876,
      messageId: 551201,
      message: { text: 'I need a demo tomorrow', attachments: [] },
      contact: { id: 1203, name: 'Rosa Lindqvist' },
      conversation: {
        status: 'pending',
        assigneeId: null,
        updatedAtMs: 1784112300483,
        createdAtMs: 1784112300000,
        firstReplyAtMs: null,
        locale: 'en',
      },
    });
  });

  it('of an open conversation tells who has it', () => {
    const event = eventOf('message-created-incoming-web-widget-open');
    expect(event).toMatchObject({ conversation: { status: 'open', assigneeId: 18 } });
  });

  it('of a voice note or a place has no text and what was attached', () => {
    const voice = eventOf('message-created-incoming-whatsapp-attachment-only');
    expect(voice).toMatchObject({
      message: { text: '', attachments: [{ type: 'audio', url: expect.stringContaining('voice.oga') }] },
    });
    expect(eventOf('message-created-incoming-whatsapp-location')).toMatchObject({
      message: {
        text: '',
        attachments: [
          { type: 'location', latitude: 57.7089, longitude: 11.9746, title: 'Harbor Lane, Gothenburg' },
        ],
      },
    });
  });

  it('of a mail has the text without the thread below it', () => {
    expect(eventOf('message-created-incoming-email-quoted')).toMatchObject({
      message: { text: 'Still waiting on order 3391.' },
    });
  });

  it('of a pick has title and value, the same digest when it is repeated, and the customer as contact', () => {
    const first = eventOf('message-updated-input-select-submitted');
    expect(first).toMatchObject({
      kind: 'choice',
      messageId: 551206,
      message: { text: 'Morning slot', attachments: [], choice: { title: 'Morning slot', value: 'slot_am' } },
      contact: { id: 1203, name: 'Rosa Lindqvist' },
    });
    const again = eventOf('message-updated-input-select-redelivered-on-read');
    if (first.kind !== 'choice' || again.kind !== 'choice') throw new Error('not choices');
    expect(again.digest).toBe(first.digest);
  });

  it('of a form has labels to read and values to use', () => {
    expect(eventOf('message-updated-form-submitted')).toMatchObject({
      message: {
        text: 'Company: Lindqvist AB\nSeats: 11-50',
        choice: { value: '{"company":"Lindqvist AB","seats":"m"}' },
      },
    });
  });

  it('of a submitted address is that address', () => {
    const email = 'rosa@lindqvist.example';
    expect(eventOf('message-updated-input-email-submitted')).toMatchObject({
      message: { text: email, choice: { title: email, value: email } },
    });
  });

  it('of an echo has our ref', () => {
    expect(eventOf('message-created-outgoing-own-bot')).toMatchObject({
      messageId: 551205,
      ref: 'out_01J2Z8Q4K7',
    });
  });

  it('of an old version has no account where none is sent', () => {
    expect(eventOf('legacy-4-10-conversation-resolved-no-account')).toMatchObject({
      kind: 'status',
      accountId: null,
      inboxId: 42,
      conversationId: 9876,
      status: 'resolved',
    });
  });

  it('of the bare body is a customer text without message id and status', () => {
    expect(eventOf('minimal-example-not-chatwoot-shape')).toEqual({
      kind: 'customer-message',
      accountId: null,
      inboxId: 42,
      conversationId: 9876,
      messageId: null,
      message: { text: 'I need a demo tomorrow', attachments: [] },
      contact: { id: null, name: null },
      conversation: {
        status: null,
        assigneeId: null,
        updatedAtMs: null,
        createdAtMs: null,
        firstReplyAtMs: null,
        locale: null,
      },
    });
  });

  it('of an opened widget has all that a conversation can be started with', () => {
    expect(eventOf('webwidget-triggered-first-visit')).toEqual({
      kind: 'widget-open',
      accountId: 7,
      inboxId: 42,
      contactId: 1203,
      sourceId: '0d7b1f57-6a9e-4f0e-9a53-3c2b6f4f1a90',
      conversationId: null,
      locale: 'en',
    });
    expect(eventOf('webwidget-triggered-returning')).toMatchObject({ conversationId: 9876 });
  });

  it('that is ignored says why', () => {
    expect(eventOf('conversation-opened')).toMatchObject({ reason: 'twin of conversation_status_changed' });
    expect(eventOf('message-updated-csat-submitted')).toMatchObject({ reason: 'message updated' });
  });
});
