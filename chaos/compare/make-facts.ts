import type { CustomerMessage, Facts, InboundRow, OutboundRow, Said, Shown, TurnRow } from './facts.ts';

/** For tests: a run of one conversation, told message by message. Times are milliseconds from its start. */
export interface MadeFacts extends Facts {
  message(number: number): CustomerMessage;
  row(number: number): InboundRow;
  turn(number: number): TurnRow;
  said(number: number): Said;
  reply(number: number): InboundRow;
  outbound(number: number): OutboundRow;
  shown(number: number): Shown;
}

const conversationId = 7;

/** Customers' messages 1 to `count`, one a second, each answered and visible after half a second. All is well. */
export function makeFacts(count: number): MadeFacts {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const facts: Facts = {
    transcripts: {
      customerMessages: numbers.map((number) => ({
        number,
        conversationId,
        messageId: 100 + number,
        sentAtMs: number * 1_000,
        acknowledgedAtMs: number * 1_000 + 10,
        told: [200],
      })),
      heard: numbers.map((number) => ({
        engineConversationId: 'c7',
        messageId: `heard-${number}`,
        createdAtMs: number * 1_000 + 200,
        turnId: `turn-${number}`,
        quotes: [number],
      })),
      said: numbers.map((number) => ({
        engineConversationId: 'c7',
        messageId: `said-${number}`,
        createdAtMs: number * 1_000 + 210,
        acknowledgedAtMs: number * 1_000 + 220,
        quotes: [number],
      })),
      shown: numbers.map((number) => ({
        conversationId,
        messageId: 500 + number,
        createdAtMs: number * 1_000 + 500,
        tandemRef: `out-${number}`,
        quotes: [number],
      })),
      ownerEvents: [],
      opened: [],
      stillTyping: [],
      duplicatesAnswered: 0,
      slowestAnswerMs: 10,
      struck: {},
    },
    ledger: {
      inbound: numbers.flatMap((number) => [customerRow(number), replyRow(number)]),
      turns: numbers.map((number) => ({
        id: `turn-${number}`,
        conversationId,
        state: 'ended' as const,
        takenAtMs: number * 1_000 + 200,
        endKind: 'answered',
        endReason: 'the reply is visible',
        createdAtMs: number * 1_000 + 100,
        endedAtMs: number * 1_000 + 600,
      })),
      outbound: numbers.map((number) => ({
        id: `out-${number}`,
        conversationId,
        position: number,
        turnId: `turn-${number}`,
        inboundId: `reply-row-${number}`,
        kind: 'reply' as const,
        state: 'sent' as const,
        reason: null,
        claimedAtMs: number * 1_000 + 450,
        sentAtMs: number * 1_000 + 510,
        createdAtMs: number * 1_000 + 400,
      })),
      attempts: [],
      ownerChanges: [],
    },
  };
  const { transcripts, ledger } = facts;
  const find = <Item>(all: readonly Item[], is: (item: Item) => boolean): Item => {
    const found = all.find(is);
    if (found === undefined) throw new Error('there is no such message');
    return found;
  };
  return {
    ...facts,
    message: (number) => find(transcripts.customerMessages, (one) => one.number === number),
    row: (number) => find(ledger.inbound, ({ id }) => id === `row-${number}`),
    turn: (number) => find(ledger.turns, ({ id }) => id === `turn-${number}`),
    said: (number) => find(transcripts.said, ({ messageId }) => messageId === `said-${number}`),
    reply: (number) => find(ledger.inbound, ({ id }) => id === `reply-row-${number}`),
    outbound: (number) => find(ledger.outbound, ({ id }) => id === `out-${number}`),
    shown: (number) => find(transcripts.shown, ({ messageId }) => messageId === 500 + number),
  };
}

const common = { conversationId, duplicates: 0, state: 'ended', isLate: false } as const;

const customerRow = (number: number): InboundRow => ({
  ...common,
  id: `row-${number}`,
  kind: 'customer-message',
  source: 'chatwoot',
  channelMessageId: 100 + number,
  dedupeKey: `message.${100 + number}`,
  turnId: `turn-${number}`,
  endKind: 'answered',
  endReason: 'the reply is visible',
  receivedAtMs: number * 1_000 + 5,
  endedAtMs: number * 1_000 + 600,
});

const replyRow = (number: number): InboundRow => ({
  ...common,
  id: `reply-row-${number}`,
  kind: 'reply',
  source: 'chat_api',
  channelMessageId: null,
  dedupeKey: `reply.said-${number}`,
  turnId: null,
  endKind: 'recorded',
  endReason: '1 messages to carry',
  receivedAtMs: number * 1_000 + 215,
  endedAtMs: number * 1_000 + 400,
});
