import type { Facts } from './facts.ts';
import { indexFacts } from './index-facts.ts';

/** How many of each, the most frequent first. */
export type Tally = Record<string, number>;

/** What happened in a run, beside what went wrong. */
export interface Counts {
  sent: number;
  acknowledged: number;
  /** By what Chatwoot was told last: `500`, `nothing`, … */
  notAcknowledged: Tally;
  duplicatesAnswered: number;
  slowestAnswerMs: number;
  /** From a message's acknowledgement to the first visible reply that quotes it. */
  replyMs: { p50: number; p99: number; max: number };
  /** Ends of customers' messages that were stored, by kind. */
  ends: Tally;
  suppressed: Tally;
  dead: Tally;
  /** Messages that went to the engine in a turn with others before them. */
  merged: number;
  late: number;
  /** What the engine's bot said. */
  replies: {
    said: number;
    visible: number;
    fetched: number;
    /** Visible ones that the ledger holds for the answer to another turn. */
    misattributed: number;
    suppressed: Tally;
    dead: Tally;
  };
  /** Outcomes of attempts other than `ok`, by hop. */
  attempts: Tally;
  conversations: { openedByChatwoot: number; takenOver: number; givenBack: number; stillTyping: number };
  /** Strikes of the fakes' faults. */
  struck: Tally;
}

export function count({ transcripts, ledger }: Facts): Counts {
  const rows = ledger.inbound.filter(({ kind }) => kind === 'customer-message');
  const replies = ledger.inbound.filter(({ kind }) => kind === 'reply');
  const outbound = ledger.outbound.filter(({ kind }) => kind === 'reply');
  const missed = transcripts.customerMessages.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === null);
  const inTurns = rows.filter(({ turnId }) => turnId !== null);
  const owners = (owner: 'human' | 'bot') =>
    new Set(
      transcripts.ownerEvents
        .filter((event) => event.owner === owner)
        .map(({ conversationId }) => conversationId),
    ).size;
  return {
    sent: transcripts.customerMessages.length,
    acknowledged: transcripts.customerMessages.length - missed.length,
    notAcknowledged: tally(missed.map(({ told }) => String(told.at(-1) ?? 'nothing'))),
    duplicatesAnswered: transcripts.duplicatesAnswered,
    slowestAnswerMs: transcripts.slowestAnswerMs,
    replyMs: measureReplies({ transcripts, ledger }),
    ends: tally(rows.map(({ endKind }) => endKind ?? 'none')),
    suppressed: reasonsOf(
      rows.filter(({ endKind }) => endKind === 'suppressed').map(({ endReason }) => endReason),
    ),
    dead: reasonsOf(rows.filter(({ endKind }) => endKind === 'dead').map(({ endReason }) => endReason)),
    merged: inTurns.length - new Set(inTurns.map(({ turnId }) => turnId)).size,
    late: rows.filter(({ isLate }) => isLate).length,
    replies: {
      said: transcripts.said.length,
      visible: transcripts.shown.filter(({ quotes }) => quotes.length > 0).length,
      fetched: replies.filter(({ source }) => source === 'reply').length,
      misattributed: countMisattributed({ transcripts, ledger }),
      suppressed: reasonsOf(
        outbound.filter(({ state }) => state === 'suppressed').map(({ reason }) => reason),
      ),
      dead: reasonsOf(outbound.filter(({ state }) => state === 'dead').map(({ reason }) => reason)),
    },
    attempts: tally(
      ledger.attempts
        .filter(({ outcome }) => outcome !== 'ok')
        .map(({ hop, outcome }) => `${hop}: ${outcome}`),
    ),
    conversations: {
      openedByChatwoot: new Set(transcripts.opened.map(({ conversationId }) => conversationId)).size,
      takenOver: owners('human'),
      givenBack: owners('bot'),
      stillTyping: transcripts.stillTyping.length,
    },
    struck: transcripts.struck,
  };
}

function measureReplies(facts: Facts): Counts['replyMs'] {
  const { shownQuoting, transcripts } = indexFacts(facts);
  const delaysMs = transcripts.customerMessages.flatMap(({ number, acknowledgedAtMs }) => {
    const shown = shownQuoting.get(number)?.[0];
    return shown === undefined || acknowledgedAtMs === null ? [] : [shown.createdAtMs - acknowledgedAtMs];
  });
  delaysMs.sort((a, b) => a - b);
  const at = (share: number) =>
    delaysMs[Math.min(delaysMs.length - 1, Math.floor(delaysMs.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function countMisattributed(facts: Facts): number {
  const { transcripts, outbound, rowsOfMessage, messageIdOfNumber } = indexFacts(facts);
  return transcripts.shown.filter(({ quotes: [first = -1], tandemRef }) => {
    const carried = outbound.get(tandemRef ?? '');
    const [row] = rowsOfMessage.get(messageIdOfNumber.get(first) ?? 0) ?? [];
    return carried !== undefined && row !== undefined && carried.turnId !== row.turnId;
  }).length;
}

function tally(words: readonly string[]): Tally {
  const groups = [...Map.groupBy(words, (word) => word)].map(([word, of]) => [word, of.length] as const);
  return Object.fromEntries(groups.sort(([, a], [, b]) => b - a));
}

/** Reasons that differ only in numbers are one. */
const reasonsOf = (reasons: readonly (string | null)[]): Tally =>
  tally(reasons.map((reason) => (reason ?? 'no reason').replaceAll(/\d+/g, 'N')));
