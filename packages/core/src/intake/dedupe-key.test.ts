import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from './context.ts';
import { channelDedupeKey, replyDedupeKey } from './dedupe-key.ts';

const place = { accountId: 7, inboxId: 42, conversationId: 9876 };
const conversation = {
  status: 'pending',
  assigneeId: null,
  updatedAtMs: null,
  createdAtMs: null,
  firstReplyAtMs: null,
  locale: null,
} as const;
const contact = { id: null, name: null };
const message = { text: 'hi', attachments: [] };

const said = (messageId: number | null): StoredEvent => ({
  ...place,
  kind: 'customer-message',
  messageId,
  message,
  contact,
  conversation,
});
const picked = (messageId: number, digest: string): StoredEvent => ({
  ...place,
  kind: 'choice',
  messageId,
  digest,
  message,
  contact,
  conversation,
});
const deleted = (messageId: number): StoredEvent => ({ ...place, kind: 'deleted', messageId });
const agent = (messageId: number): StoredEvent => ({
  ...place,
  kind: 'agent-message',
  messageId,
  agentId: 1,
  conversation,
});
const echo = (messageId: number): StoredEvent => ({ ...place, kind: 'echo', messageId, ref: 'ours' });
const status: StoredEvent = { ...place, kind: 'status', status: 'open', conversation };

const key = (event: StoredEvent, delivery: string | undefined = 'delivery-1', ownId = 'own-1') =>
  channelDedupeKey(event, delivery, ownId);

describe('two deliveries mean the same', () => {
  it.each([
    ['a message', said(5)],
    ['an agent’s message', agent(5)],
    ['an echo', echo(5)],
    ['a deletion', deleted(5)],
    ['an answer', picked(5, 'a')],
  ])('when they tell of %s with one id, whatever their delivery ids', (_name, event) =>
    expect(key(event, 'delivery-1', 'own-1')).toBe(key(event, 'delivery-2', 'own-2')),
  );

  it.each([
    ['a body without id', said(null)],
    ['a change of status', status],
  ])('when %s comes with one delivery id', (_name, event) => {
    expect(key(event, 'delivery-1', 'own-1')).toBe(key(event, 'delivery-1', 'own-2'));
    expect(key(event, 'delivery-1')).not.toBe(key(event, 'delivery-2'));
  });

  it('when a reply comes twice', () =>
    expect(replyDedupeKey('r', 'own-1')).toBe(replyDedupeKey('r', 'own-2')));
});

describe('two deliveries mean different things', () => {
  it('when message, answer and deletion of one id come after each other', () =>
    expect(new Set([key(said(5)), key(picked(5, 'a')), key(picked(5, 'b')), key(deleted(5))]).size).toBe(4));

  it('when their ids differ', () => expect(key(said(5))).not.toBe(key(said(6))));

  it('when nothing names them', () => {
    expect(channelDedupeKey(said(null), undefined, 'own-1')).not.toBe(
      channelDedupeKey(said(null), undefined, 'own-2'),
    );
    expect(channelDedupeKey(status, '', 'own-1')).not.toBe(channelDedupeKey(status, '', 'own-2'));
    expect(replyDedupeKey(null, 'own-1')).not.toBe(replyDedupeKey(null, 'own-2'));
  });

  it('when only the end of a long id differs', () => {
    const long = 'x'.repeat(300);
    expect(replyDedupeKey(`${long}1`, 'own')).not.toBe(replyDedupeKey(`${long}2`, 'own'));
  });
});

it('fits its column, whatever upstreams call things: 120 characters of ASCII', () =>
  assert(
    property(string({ unit: 'binary', maxLength: 400 }), (id) => {
      for (const made of [
        key(said(null), id),
        key(picked(Number.MAX_SAFE_INTEGER, id)),
        replyDedupeKey(id, 'own'),
      ]) {
        expect(made).toMatch(/^[\x20-\x7e]{1,120}$/);
      }
    }),
    { seed: 7 },
  ));
