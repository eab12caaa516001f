import type { Facts, InboundRow, OutboundRow, Said, Shown, TurnRow } from './facts.ts';

/** The same facts by what they are looked up by. */
export interface IndexedFacts extends Facts {
  rowsOfMessage: Map<number, InboundRow[]>;
  messageIdOfNumber: Map<number, number>;
  conversationOfNumber: Map<number, number>;
  shownQuoting: Map<number, Shown[]>;
  shownByRef: Map<string, Shown[]>;
  turns: Map<string, TurnRow>;
  outbound: Map<string, OutboundRow>;
  outboundOfInbound: Map<string, OutboundRow[]>;
  /** The ledger's row of what the engine's bot said; undefined when it never came. */
  rowOfSaid(said: Said): InboundRow | undefined;
}

export function indexFacts(facts: Facts): IndexedFacts {
  const { transcripts, ledger } = facts;
  const fromCustomers = ledger.inbound.filter((row) => row.kind === 'customer-message');
  const replies = new Map(
    ledger.inbound.filter((row) => row.kind === 'reply').map((row) => [row.dedupeKey, row]),
  );
  const numbers = transcripts.customerMessages;
  return {
    ...facts,
    rowsOfMessage: Map.groupBy(fromCustomers, (row) => row.channelMessageId ?? 0),
    messageIdOfNumber: new Map(numbers.map(({ number, messageId }) => [number, messageId])),
    conversationOfNumber: new Map(numbers.map(({ number, conversationId }) => [number, conversationId])),
    shownQuoting: byQuote(transcripts.shown),
    shownByRef: Map.groupBy(transcripts.shown, (shown) => shown.tandemRef ?? `none.${shown.messageId}`),
    turns: new Map(ledger.turns.map((turn) => [turn.id, turn])),
    outbound: new Map(ledger.outbound.map((row) => [row.id, row])),
    outboundOfInbound: Map.groupBy(ledger.outbound, (row) => row.inboundId ?? ''),
    rowOfSaid: (said) => replies.get(`reply.${said.messageId}`),
  };
}

/** What quotes each number, in order. */
export function byQuote<Quoting extends { quotes: number[] }>(
  all: readonly Quoting[],
): Map<number, Quoting[]> {
  const pairs = all.flatMap((one) => [...new Set(one.quotes)].map((number) => ({ number, one })));
  const grouped = Map.groupBy(pairs, ({ number }) => number);
  return new Map([...grouped].map(([number, of]) => [number, of.map(({ one }) => one)]));
}

/** Chatwoot's ids of the quoted messages. */
export const messageIdsOf = (facts: IndexedFacts, quotes: readonly number[]): number[] =>
  quotes.flatMap((number) => facts.messageIdOfNumber.get(number) ?? []);
