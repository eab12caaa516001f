import type { PendingInbound } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import type { EngineReply } from '@tandem/integrations/contract';
import type { InboundId } from '@tandem/schemas';
import { array, assert, nat, option, property } from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { at, startMs } from '../../test/heard-message.ts';
import { readReplies } from './read-replies.ts';

const integrations = createIntegrations({ allowPrivate: false });
afterAll(() => integrations.close());

const stored = (id: string, source: string, body: unknown): PendingInbound => ({
  id: id as InboundId,
  kind: 'reply',
  source,
  channelMessageId: null,
  availableAt: null,
  receivedAt: at(0),
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

/** A message of the bot, made so many ms after the start; null: it does not say when. */
const said = (id: string, madeMs: number | null): PendingInbound => {
  const createdAt = madeMs === null ? 'soon' : at(madeMs).toISOString();
  const data = {
    id,
    conversationId: 'ours',
    userId: 'bot',
    createdAt,
    payload: { type: 'text', text: id },
    isBot: true,
  };
  return stored(id, 'chat_api', { type: 'message_created', data });
};

const order = (list: readonly PendingInbound[]) =>
  readReplies(integrations, list).replies.map(({ id }) => id);

describe('stored replies', () => {
  it('come in the order in which the bot made them', () =>
    expect(order([said('c', 30), said('a', 10), said('b', 20)])).toEqual(['a', 'b', 'c']));

  it('keep the order of their arrival when made in the same millisecond', () =>
    expect(order([said('b', 10), said('a', 10), said('c', 10)])).toEqual(['b', 'a', 'c']));

  it('that do not say when they were made keep their place', () =>
    expect(order([said('late', 30), said('timeless', null), said('early', 10)])).toEqual([
      'early',
      'timeless',
      'late',
    ]));

  it('tell the conversation of the engine, and what was said', () => {
    const { replies } = readReplies(integrations, [said('a', 10)]);
    expect(replies).toMatchObject([
      {
        id: 'a',
        createdAtMs: startMs + 10,
        engineConversationId: 'ours',
        reply: { contents: [{ type: 'text', text: 'a' }] },
      },
    ]);
  });

  it('of our own writing are read as they were written', () => {
    const reply: EngineReply = {
      id: 'r',
      createdAtMs: startMs,
      contents: [{ type: 'text', text: 'hi' }],
      handoff: { reason: 'asked' },
      fallback: true,
      actions: [{ type: 'handoff' }],
    };
    expect(readReplies(integrations, [stored('a', 'reply', reply)])).toEqual({
      replies: [{ id: 'a', receivedAt: at(0), createdAtMs: startMs, engineConversationId: null, reply }],
      unreadable: [],
    });
  });

  it('that can no longer be read are told apart and stop none of the others', () => {
    const list = [
      stored('broken', 'chat_api', '{'),
      said('a', 10),
      stored('gone', 'no-such-dialect', {}),
      stored('else', 'chat_api', { type: 'message_deleted', data: {} }),
    ];
    const { replies, unreadable } = readReplies(integrations, list);
    expect(replies.map(({ id }) => id)).toEqual(['a']);
    expect(unreadable).toEqual(['broken', 'gone', 'else']);
  });

  it('are neither lost nor doubled, whatever their times', () =>
    assert(
      property(array(option(nat(50), { nil: null })), (times) => {
        const list = times.map((madeMs, index) => said(`r${index}`, madeMs));
        const { replies } = readReplies(integrations, list);
        expect(replies.map(({ id }) => id).toSorted()).toEqual(list.map(({ id }) => id).toSorted());
        const timed = replies.flatMap(({ createdAtMs }) => createdAtMs ?? []);
        expect(timed).toEqual(timed.toSorted((a, b) => a - b));
      }),
      { seed: 6 },
    ));
});
