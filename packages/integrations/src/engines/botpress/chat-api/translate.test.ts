import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../contract/index.ts';
import { readSignal, toTranscript } from './translate.ts';
import { type ChatMessage, zMessage } from './wire.ts';

const message = {
  id: 'm1',
  conversationId: 'c1',
  userId: 'bot',
  createdAt: '2026-08-19T10:00:00.000Z',
  isBot: true,
  payload: { type: 'text', text: 'Hi' },
};
const created = (given: Record<string, unknown>) =>
  readSignal({ type: 'message_created', data: { ...message, ...given } });
const handoff = (given: Record<string, unknown>) =>
  readSignal({
    type: 'event_created',
    data: { ...message, id: null, payload: { type: 'handoff' }, ...given },
  });

describe('a signal', () => {
  it.each([
    ['an array', []],
    ['a number', 7],
    ['no data', { type: 'message_created' }],
    ['data that is none', { type: 'message_created', data: null }],
    ['no sender', { type: 'message_created', data: { ...message, isBot: undefined } }],
    ['an id that is none', { type: 'message_created', data: { ...message, id: 7 } }],
    [
      'a conversation id beyond any',
      { type: 'message_created', data: { ...message, conversationId: 'x'.repeat(201) } },
    ],
    [
      'a bot’s event other than handoff',
      { type: 'event_created', data: { ...message, payload: { type: 'ping' } } },
    ],
    [
      'a customer’s event',
      { type: 'event_created', data: { ...message, isBot: false, payload: { type: 'handoff' } } },
    ],
    ['blank words', { type: 'message_created', data: { ...message, payload: { type: 'text', text: ' ' } } }],
  ])('without a usable word of the bot is ignored: %s', (_, body) => {
    expect(readSignal(body)).toEqual({ kind: 'ignored', reason: expect.any(String) });
  });

  it('keeps its marks when nothing of it is readable', () => {
    const event = created({ payload: { type: 'custom' }, metadata: { handoff: true, fallback: true } });
    expect(event).toMatchObject({ reply: { contents: [], handoff: {}, fallback: true } });
  });

  it('carries the actions it knows', () => {
    const contact = { email: 'ana@example.test' };
    const known = [
      { type: 'lead_capture', contact },
      { type: 'booking', slot: 'mon 9' },
      { type: 'handoff' },
    ];
    const actions = [...known, { type: 'pay' }, { type: 'booking' }, null];
    expect(created({ metadata: { actions } })).toMatchObject({ reply: { actions: known } });
  });

  it.each([
    [{ requested: true, priority: 'high', reason: ' ' }, { priority: 'high' }],
    [{ reason: 'angry', priority: 'tomorrow' }, { reason: 'angry' }],
    [{ requested: false, reason: 'angry' }, null],
    ['yes', null],
  ])('asks for a human with metadata.handoff %j: %j', (wish, expected) => {
    expect(created({ metadata: { handoff: wish } })).toMatchObject({ reply: { handoff: expected } });
  });

  it('gives the same event the same id and another event another', () => {
    const ids = [handoff({}), handoff({}), handoff({ createdAt: '2026-08-19T10:00:01.000Z' })].map(idOf);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(idOf(handoff({ id: 'evt_1' }))).toBe('evt_1');
  });

  it('survives an event nested too deep to be written out', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    expect(handoff({ payload: { type: 'handoff', deep } })).toMatchObject({ kind: 'reply' });
  });
});

describe('a transcript', () => {
  const listed = (given: Partial<Record<keyof ChatMessage, unknown>>) =>
    zMessage.parse({ ...message, ...given });

  it('keeps the order of messages of one millisecond', () => {
    const newestFirst = [listed({ id: 'm3' }), listed({ id: 'm2' }), listed({ id: 'm1' })];
    expect(toTranscript(newestFirst, 'customer').replies.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3']);
  });

  it('knows our turns by their metadata and says what the webhook would have said', () => {
    const ours = listed({ id: 'm0', userId: 'customer', metadata: { tandemTurn: 'turn-1' } });
    const older = listed({ id: 'm-1', userId: 'customer', metadata: null });
    const { turns, replies } = toTranscript([listed({}), ours, older], 'customer');
    expect(turns).toEqual([{ turnId: 'turn-1', takenAtMs: Date.parse(message.createdAt) }]);
    expect(created({})).toMatchObject({ reply: replies[0] });
  });
});

function idOf(event: EngineEvent): string | null {
  if (event.kind === 'ignored') throw new Error(event.reason);
  return event.reply.id;
}
