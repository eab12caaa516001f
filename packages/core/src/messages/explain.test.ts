import type { Trail, TrailMessage, TrailReply, TrailTurn } from '@tandem/db';
import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

const second = (count: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + count * 1_000);
const place = { connectionId: 'connection', conversationId: 9_876 };

const message = (more: Partial<TrailMessage> = {}): TrailMessage => ({
  ...place,
  id: 'message',
  kind: 'customer-message',
  state: 'ended',
  channelMessageId: 555,
  duplicates: 0,
  late: 0,
  availableAt: null,
  turnId: null,
  endKind: null,
  endReason: null,
  endedAt: null,
  receivedAt: second(0),
  ...more,
});
const turn = (more: Partial<TrailTurn> = {}): TrailTurn => ({
  ...place,
  id: 'turn',
  state: 'ended',
  configVersion: 7,
  knowledgeLeftOut: 0,
  takenAt: null,
  nextAttemptAt: null,
  deadlineAt: second(75),
  endKind: null,
  endReason: null,
  endedAt: null,
  createdAt: second(1),
  ...more,
});
const reply = (more: Partial<TrailReply> = {}): TrailReply => ({
  ...place,
  id: 'reply',
  turnId: 'turn',
  inboundId: null,
  kind: 'reply',
  step: null,
  state: 'sent',
  reason: null,
  nextAttemptAt: null,
  settleAt: null,
  channelMessageId: 556,
  sentAt: second(6),
  createdAt: second(4),
  ...more,
});
const trail = (more: Partial<Trail> = {}): Trail => {
  const row = more.messages?.[0] ?? message();
  const empty = {
    sessionId: 'session',
    turn: null,
    messages: [row],
    replies: [],
    attempts: [],
    letters: [],
    ownerChanges: [],
  };
  return { subject: { type: 'message', row }, ...empty, ...more };
};
const told = (from: Trail) => explain(from).steps.map(({ kind, text }) => `${kind}: ${text}`);

const attempt = { id: 'attempt', number: 1, outcome: 'ok', status: 200, detail: null, durationMs: 12 };

describe('the steps of a message', () => {
  it('are told in the order of time, from its coming to its end', () => {
    const end = { endKind: 'answered', endReason: 'the reply is visible', endedAt: second(7) };
    const whole = trail({
      messages: [
        message({ ...end, turnId: 'turn', duplicates: 1 }),
        message({ ...end, turnId: 'turn', id: 'other', receivedAt: second(0.5), late: 1 }),
      ],
      turn: turn({ ...end, takenAt: second(3), knowledgeLeftOut: 3 }),
      replies: [reply()],
      attempts: [
        {
          ...attempt,
          subjectId: 'turn',
          hop: 'engine',
          createdAt: second(2),
          outcome: 'failed',
          status: 500,
          detail: 'bot.test: POST /messages',
        },
        { ...attempt, subjectId: 'turn', hop: 'engine', createdAt: second(3), number: 2 },
        { ...attempt, subjectId: 'reply', hop: 'channel', createdAt: second(6) },
      ],
    });
    expect(told(whole)).toEqual([
      "received: The customer's message 555 in conversation 9876 came in and was stored.",
      'duplicates: The same came once more and was only counted.',
      "received: The customer's message 555 in conversation 9876 came in and was stored.",
      'late: A newer message had gone to the bot before it came, so it went next (late).',
      'turn: 2 messages of the customer were merged into one turn with configuration version 7; 3 knowledge entries did not fit and were left out.',
      'attempt: Attempt 1 at the bot failed there (status 500) after 12 ms: bot.test: POST /messages.',
      'attempt: Attempt 2 at the bot succeeded (status 200) after 12 ms.',
      'turn: The bot has it.',
      'reply: The reply (1) was queued for Chatwoot.',
      'attempt: Attempt 1 at Chatwoot with (1) succeeded (status 200) after 12 ms.',
      'reply: The reply (1) was shown in Chatwoot as message 556.',
      'end: The turn ended as answered: the reply is visible.',
    ]);
    expect(explain(whole).end).toEqual({
      kind: 'answered',
      reason: 'the reply is visible',
      at: second(7).toISOString(),
      text: 'It was answered: the reply is visible.',
    });
  });

  it('hold changes of owner only while its story lasts', () => {
    const change = { id: 'change', to: 'human' as const, reason: 'an agent replied', actor: 'agent:18' };
    const ended = message({ endKind: 'suppressed', endReason: 'a human owns', endedAt: second(5) });
    const ownerChanges = [
      { ...change, createdAt: second(2) },
      { ...change, createdAt: second(60) },
    ];
    expect(told(trail({ messages: [ended], ownerChanges })).slice(1)).toEqual([
      'owner: A human took the conversation: an agent replied (agent 18).',
    ]);
    expect(told(trail({ messages: [message()], ownerChanges }))).toHaveLength(3);
  });

  it('say what is still to come', () => {
    const waiting = turn({ state: 'waiting', takenAt: second(3) });
    expect(told(trail({ turn: waiting })).at(-1)).toContain(
      'looked up at the bot at 2026-03-02T09:01:15.000Z',
    );
    const sending = turn({ state: 'sending', nextAttemptAt: second(9) });
    expect(told(trail({ turn: sending })).at(-1)).toContain(
      'next attempt at the bot is due at 2026-03-02T09:00:09.000Z',
    );
    const paced = message({ availableAt: second(30) });
    expect(told(trail({ messages: [paced] })).at(-1)).toContain('it waited until 2026-03-02T09:00:30.000Z');
  });

  it.each([
    [
      reply({ state: 'pending', nextAttemptAt: second(9), reason: 'refused' }),
      'is tried again at 2026-03-02T09:00:09.000Z: refused.',
    ],
    [reply({ state: 'sending' }), 'is being sent.'],
    [
      reply({ state: 'unknown', settleAt: second(30), reason: 'cut' }),
      'Nobody knows whether the reply (1) was shown: it is looked up: cut.',
    ],
    [reply({ state: 'suppressed', reason: 'a human owns' }), 'was held back: a human owns.'],
    [reply({ state: 'dead', reason: 'unknown outcome' }), 'was given up: unknown outcome.'],
    [reply({ kind: 'status' }), 'The change of status (1) was made in Chatwoot.'],
    [reply({ kind: 'notice', channelMessageId: null }), 'The notice (1) was shown in Chatwoot.'],
  ])('tell what became of a reply', (row, words) => {
    expect(told(trail({ replies: [row] })).join('\n')).toContain(words);
  });
});

describe('the end', () => {
  it.each([
    ['silent', null, 'The bot chose to say nothing.'],
    [
      'suppressed',
      'a human owns the conversation',
      'It was not answered by the bot: a human owns the conversation.',
    ],
    ['handed-off', 'asked for a human', 'It was handed to a human: asked for a human.'],
    ['dead', 'no answer in time', 'It could not be carried on and was given up: no answer in time.'],
    ['recorded', null, 'It was recorded; nothing else was to be done.'],
    ['something new', null, 'It ended as something new.'],
  ])('of a message that is %s says so in plain words', (endKind, endReason, text) => {
    expect(
      explain(trail({ messages: [message({ endKind, endReason, endedAt: second(1) })] })).end?.text,
    ).toBe(text);
  });

  it('is none while a message is on its way', () => {
    expect(explain(trail()).end).toBeNull();
    const row = reply({ state: 'unknown' });
    expect(explain(trail({ subject: { type: 'reply', row }, replies: [row] })).end).toBeNull();
  });

  it('of a reply is what became of it', () => {
    const row = reply({ state: 'dead', reason: 'too late' });
    const { end } = explain(trail({ subject: { type: 'reply', row }, replies: [row] }));
    expect(end).toMatchObject({
      kind: 'dead',
      text: 'It could not be delivered and was given up: too late.',
    });
  });
});
