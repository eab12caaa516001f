import type { Facts, Violation } from '../compare/facts.ts';
import { momentsAtFakes } from './moments-at-fakes.ts';
import { momentsInLedger } from './moments-in-ledger.ts';

/** One thing that happened. */
export interface Moment {
  atMs: number;
  text: string;
}

/** What a trail is about. */
export interface Subject {
  conversationId: number;
  /** Chatwoot's ids of the customer's messages. */
  messageIds: ReadonlySet<number>;
  /** Whether something quotes one of these messages. */
  isQuoted(quoting: { quotes: number[] }): boolean;
}

/** All that the ledger and the fakes know about the messages of a violation, by time, from the run's first message on. */
export function tellTrail(facts: Facts, input: { violation: Violation; startedAtMs: number }): string[] {
  const { violation, startedAtMs } = input;
  const subject = subjectOf(facts, violation);
  return [...momentsAtFakes(facts, subject), ...momentsInLedger(facts, subject)]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `${((atMs - startedAtMs) / 1_000).toFixed(3).padStart(8)} s  ${text}`);
}

function subjectOf({ transcripts }: Facts, { conversationId, messageIds: ids }: Violation): Subject {
  const messageIds = new Set(ids);
  const messages = transcripts.customerMessages.filter(({ messageId }) => messageIds.has(messageId));
  const numbers = new Set(messages.map(({ number }) => number));
  const isQuoted = ({ quotes }: { quotes: number[] }) => quotes.some((number) => numbers.has(number));
  return { conversationId, messageIds, isQuoted };
}

/** A moment, unless it never came. */
export const moment = (atMs: number | null, text: string): Moment[] =>
  atMs === null ? [] : [{ atMs, text }];
