import type { CustomerMessage, InboundRow, Said, Violation } from './facts.ts';
import { type IndexedFacts, messageIdsOf } from './index-facts.ts';

/**
 * Customers' messages that were acknowledged and have no row, no end or no reason, or whose end says `answered` while no
 * reply to them is visible; and replies of the bot that are neither visible nor recorded with a reason. What was stored and could
 * not be read again is lost whatever its end says: all that the upstreams of a run send can be read.
 */
export function findLost(facts: IndexedFacts): Violation[] {
  const messages = facts.transcripts.customerMessages.flatMap((message) => {
    const what = whatIsLost(facts, message);
    return what === null ? [] : [lost(what, message.conversationId, [message.messageId])];
  });
  const known = new Set(messages.flatMap(({ messageIds }) => messageIds));
  const replies = facts.transcripts.said.flatMap((said) => {
    const what = whatIsLostOfReply(facts, said);
    const messageIds = messageIdsOf(facts, said.quotes);
    if (what === null || messageIds.some((id) => known.has(id))) return [];
    return [lost(what, facts.conversationOfNumber.get(said.quotes[0] ?? -1) ?? 0, messageIds)];
  });
  return [...messages, ...replies];
}

/** As packages/core/src/routing/hear.ts ends it. */
const unreadable = 'the stored body can no longer be read';

const lost = (what: string, conversationId: number, messageIds: number[]): Violation => ({
  kind: 'lost',
  what,
  conversationId,
  messageIds,
});

function whatIsLost(facts: IndexedFacts, message: CustomerMessage): string | null {
  const [row] = facts.rowsOfMessage.get(message.messageId) ?? [];
  if (row === undefined) {
    if (message.acknowledgedAtMs !== null) return 'acknowledged, and not in the ledger';
    return wasRefused(message) ? `refused with ${message.told.at(-1)}, which is not sent again` : null;
  }
  if (row.state !== 'ended' || row.endKind === null) return `has no end: it is ${row.state}`;
  if (!row.endReason) return `ended as ${row.endKind} without a reason`;
  if (row.endReason === unreadable) return 'stored, and not read again';
  if (row.endKind !== 'answered') return null;
  const isVisible = facts.shownQuoting.has(message.number);
  return isVisible || isReplyAccounted(facts, message.number)
    ? null
    : 'ended as answered, and no reply to it is visible';
}

/** What could not be stored is answered 500; nothing at all is said by a process that was killed. */
function wasRefused({ told }: CustomerMessage): boolean {
  const last = told.at(-1);
  return last !== undefined && last !== null && last !== 500 && last !== 429;
}

/** The bot's reply did not go out, and the ledger says why. */
const isReplyAccounted = (facts: IndexedFacts, number: number): boolean =>
  facts.transcripts.said.some(
    (said) => said.quotes.includes(number) && isHeldBack(facts, facts.rowOfSaid(said)),
  );

function isHeldBack(facts: IndexedFacts, row: InboundRow | undefined): boolean {
  if (row === undefined) return false;
  const carried = facts.outboundOfInbound.get(row.id) ?? [];
  if (carried.length === 0) return isExplained({ state: row.endKind, reason: row.endReason });
  return carried.every(isExplained);
}

const isExplained = ({ state, reason }: { state: string | null; reason: string | null }): boolean =>
  (state === 'suppressed' || state === 'dead') && Boolean(reason) && reason !== unreadable;

function whatIsLostOfReply(facts: IndexedFacts, said: Said): string | null {
  const row = facts.rowOfSaid(said);
  if (row === undefined) {
    const hasExcuse = said.quotes.every(
      (number) => facts.shownQuoting.has(number) || hasOtherEnd(facts, number),
    );
    return hasExcuse ? null : `the bot's reply ${said.messageId} never came and was never fetched`;
  }
  if (isHeldBack(facts, row)) return null;
  const carried = facts.outboundOfInbound.get(row.id) ?? [];
  if (carried.length === 0) return `the bot's reply ${said.messageId} came and nothing was queued for it`;
  const missing = carried.filter((outbound) => !facts.shownByRef.has(outbound.id) && !isExplained(outbound));
  if (missing.length === 0) return null;
  const states = missing.map(({ id, state }) => `${id} is ${state}`);
  return `the bot's reply ${said.messageId} is not in Chatwoot, while ${states.join(', ')}`;
}

/** Its message ended in another way, with a reason. */
function hasOtherEnd(facts: IndexedFacts, number: number): boolean {
  const [row] = facts.rowsOfMessage.get(facts.messageIdOfNumber.get(number) ?? 0) ?? [];
  return row !== undefined && row.endKind !== null && row.endKind !== 'answered' && Boolean(row.endReason);
}
