import type { Violation } from './facts.ts';
import { byQuote, type IndexedFacts, messageIdsOf } from './index-facts.ts';

/** Customers' messages that were stored, given to the engine or answered more than once, and replies that are visible twice. */
export function findDoubled(facts: IndexedFacts): Violation[] {
  const heard = byQuote(facts.transcripts.heard);
  const messages = facts.transcripts.customerMessages.flatMap(({ number, messageId, conversationId }) => {
    const counts = {
      'stored as a row': facts.rowsOfMessage.get(messageId)?.length ?? 0,
      'given to the engine': heard.get(number)?.length ?? 0,
      'answered visibly': facts.shownQuoting.get(number)?.length ?? 0,
    };
    const what = Object.entries(counts).flatMap(([name, count]) =>
      count > 1 ? [`${name} ${count} times`] : [],
    );
    return what.length === 0 ? [] : [doubled(what.join(', '), conversationId, [messageId])];
  });
  const known = new Set(messages.flatMap(({ messageIds }) => messageIds));
  const refs = [...facts.shownByRef].flatMap(([ref, shown]) => {
    const [first] = shown;
    if (first === undefined || shown.length === 1) return [];
    const messageIds = messageIdsOf(facts, first.quotes);
    if (messageIds.some((id) => known.has(id))) return [];
    const ids = shown.map(({ messageId }) => messageId).join(', ');
    return [
      doubled(`${ref} is visible ${shown.length} times (messages ${ids})`, first.conversationId, messageIds),
    ];
  });
  return [...messages, ...refs, ...findUnknown(facts)];
}

const doubled = (what: string, conversationId: number, messageIds: number[]): Violation => ({
  kind: 'doubled',
  what,
  conversationId,
  messageIds,
});

/** What nobody recorded may be sent again at any time. */
const findUnknown = (facts: IndexedFacts): Violation[] =>
  facts.transcripts.shown
    .filter(({ tandemRef }) => tandemRef === null || !facts.outbound.has(tandemRef))
    .map((shown) =>
      doubled(
        `message ${shown.messageId} is visible and its ref ${shown.tandemRef} is not in the ledger`,
        shown.conversationId,
        messageIdsOf(facts, shown.quotes),
      ),
    );
