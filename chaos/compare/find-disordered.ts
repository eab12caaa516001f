import type { CustomerMessage, Said, Violation } from './facts.ts';
import type { IndexedFacts } from './index-facts.ts';

/**
 * A lane reads what is stored shortly before it records the turn; what is acknowledged in between goes next, marked late
 * (product page §2.4). A mark does not excuse more than this.
 */
const claimWindowMs = 1_000;

/**
 * Customers' messages that reached the engine against Chatwoot's order although the lower id was acknowledged before the
 * turn with the higher one was claimed (product page §6), and replies that became visible against the bot's order.
 */
export function findDisordered(facts: IndexedFacts): Violation[] {
  return [...findOvertakenMessages(facts), ...findOvertakenReplies(facts)];
}

const disordered = (what: string, conversationId: number, messageIds: number[]): Violation => ({
  kind: 'disordered',
  what,
  conversationId,
  messageIds,
});

interface Told {
  message: CustomerMessage;
  turnId: string | null;
}

function findOvertakenMessages(facts: IndexedFacts): Violation[] {
  const messages = new Map(facts.transcripts.customerMessages.map((message) => [message.number, message]));
  const told = new Map<number, Told>();
  for (const { quotes, turnId } of facts.transcripts.heard) {
    for (const number of quotes) {
      const message = messages.get(number);
      if (message !== undefined && !told.has(number)) told.set(number, { message, turnId });
    }
  }
  const conversations = Map.groupBy(told.values(), ({ message }) => message.conversationId);
  return [...conversations.values()].flatMap((ordered) => overtakes(facts, ordered));
}

function overtakes(facts: IndexedFacts, ordered: readonly Told[]): Violation[] {
  const violations: Violation[] = [];
  let highest: Told | null = null;
  for (const told of ordered) {
    if (highest !== null && told.message.messageId < highest.message.messageId) {
      const what = whatIsWrong(facts, { lower: told, higher: highest });
      const ids = [told.message.messageId, highest.message.messageId];
      if (what !== null) violations.push(disordered(what, told.message.conversationId, ids));
    } else highest = told;
  }
  return violations;
}

function whatIsWrong(facts: IndexedFacts, { lower, higher }: { lower: Told; higher: Told }): string | null {
  const names = `${lower.message.messageId} reached the engine after ${higher.message.messageId}`;
  if (lower.turnId !== null && lower.turnId === higher.turnId) return `${names} within one turn`;
  const claimedAtMs = facts.turns.get(higher.turnId ?? '')?.createdAtMs;
  const { acknowledgedAtMs } = lower.message;
  if (acknowledgedAtMs === null || claimedAtMs === undefined) return null;
  const earlyMs = claimedAtMs - acknowledgedAtMs;
  const isMarked = facts.rowsOfMessage.get(lower.message.messageId)?.[0]?.isLate === true;
  if (isMarked && earlyMs < claimWindowMs) return null;
  if (!isMarked && earlyMs <= 0) return `${names}, which is no disorder, but it is not marked late`;
  return earlyMs > 0
    ? `${names} although it was acknowledged ${earlyMs} ms before that turn was claimed`
    : null;
}

interface Answer {
  said: Said;
  shownId: number;
  conversationId: number;
  queuedAtMs: number;
}

/** What was found late by a pull, or had not come yet when the other was queued, is no disorder (product page §2.4). */
function findOvertakenReplies(facts: IndexedFacts): Violation[] {
  const answers = facts.transcripts.said.flatMap((said) => shownAnswer(facts, said));
  const conversations = Map.groupBy(answers, ({ conversationId }) => conversationId);
  return [...conversations.values()].flatMap((inBotOrder) => {
    const visible = inBotOrder.toSorted((a, b) => a.shownId - b.shownId);
    let newest: Answer | null = null;
    return visible.flatMap((answer) => {
      if (newest === null || inBotOrder.indexOf(answer) > inBotOrder.indexOf(newest)) {
        newest = answer;
        return [];
      }
      const wasThere =
        answer.said.acknowledgedAtMs !== null && answer.said.acknowledgedAtMs < newest.queuedAtMs;
      const isFetched = facts.rowOfSaid(answer.said)?.source === 'reply';
      if (isFetched || !wasThere) return [];
      const what = `the bot's reply ${answer.said.messageId} became visible (${answer.shownId}) after its later reply ${newest.said.messageId} (${newest.shownId})`;
      const numbers = [...answer.said.quotes, ...newest.said.quotes];
      return [
        disordered(
          what,
          answer.conversationId,
          numbers.flatMap((number) => facts.messageIdOfNumber.get(number) ?? []),
        ),
      ];
    });
  });
}

function shownAnswer(facts: IndexedFacts, said: Said): Answer[] {
  const row = facts.rowOfSaid(said);
  const outbound = row === undefined ? undefined : facts.outboundOfInbound.get(row.id)?.[0];
  const shown = outbound === undefined ? undefined : facts.shownByRef.get(outbound.id)?.[0];
  if (outbound === undefined || shown === undefined) return [];
  return [
    {
      said,
      shownId: shown.messageId,
      conversationId: shown.conversationId,
      queuedAtMs: outbound.createdAtMs,
    },
  ];
}
