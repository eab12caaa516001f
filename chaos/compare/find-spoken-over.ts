import type { OutboundRow, Shown, Transcripts, Violation } from './facts.ts';
import { type IndexedFacts, messageIdsOf } from './index-facts.ts';

type OwnerEvent = Transcripts['ownerEvents'][number];

/**
 * A sender may write for half of its lease (6 s) after its claim (product page §2.4); more is a send that outlived a pause.
 * Includes the time to be stored.
 */
const sendMaxMs = 10_000;

/** Messages of the bot whose send was claimed after a takeover's 2xx, before anything gave the conversation back (product page §2.6). */
export function findSpokenOver(facts: IndexedFacts): Violation[] {
  const events = Map.groupBy(facts.transcripts.ownerEvents, ({ conversationId }) => conversationId);
  return facts.transcripts.shown.flatMap((shown) => {
    const outbound = facts.outbound.get(shown.tandemRef ?? '');
    const takeovers = (events.get(shown.conversationId) ?? []).filter(({ owner }) => owner === 'human');
    if (outbound === undefined) return [];
    const broken = takeovers.find((takeover) => isOver(facts, { takeover, shown, outbound }));
    if (broken === undefined) return [];
    const what = `the bot's message ${shown.messageId} came ${shown.createdAtMs - (broken.acknowledgedAtMs ?? 0)} ms after a takeover was acknowledged`;
    return [
      {
        kind: 'spoken-over',
        what,
        conversationId: shown.conversationId,
        messageIds: messageIdsOf(facts, shown.quotes),
      },
    ];
  });
}

function isOver(
  facts: IndexedFacts,
  input: { takeover: OwnerEvent; shown: Shown; outbound: OutboundRow },
): boolean {
  const { takeover, shown, outbound } = input;
  const takenAtMs = takeover.acknowledgedAtMs;
  if (takenAtMs === null || shown.createdAtMs <= takenAtMs || !isForbidden(takeover, outbound)) return false;
  const claimedAtMs = outbound.claimedAtMs ?? shown.createdAtMs;
  const wasClaimedBefore = claimedAtMs <= takenAtMs;
  if (wasClaimedBefore) return shown.createdAtMs - claimedAtMs > sendMaxMs;
  return !isGivenBack(facts, {
    conversationId: shown.conversationId,
    fromMs: takeover.sentAtMs,
    toMs: shown.createdAtMs,
  });
}

/** Notices may be sent until an agent has replied. */
function isForbidden(takeover: OwnerEvent, outbound: OutboundRow): boolean {
  switch (outbound.kind) {
    case 'reply':
      return true;
    case 'notice':
    case 'handoff-notice':
      return takeover.isAgentReply;
    case 'status':
      return false;
  }
}

/** Either side may have made the bot the owner again since: a claim is dated before its statement, which may have waited. */
function isGivenBack(
  facts: IndexedFacts,
  { conversationId, fromMs, toMs }: { conversationId: number; fromMs: number; toMs: number },
): boolean {
  const inChatwoot = facts.transcripts.ownerEvents.map((event) => ({ ...event, atMs: event.sentAtMs }));
  const inLedger = facts.ledger.ownerChanges.map((change) => ({ ...change, atMs: change.createdAtMs }));
  return [...inChatwoot, ...inLedger].some(
    (change) =>
      change.conversationId === conversationId &&
      change.owner === 'bot' &&
      change.atMs >= fromMs &&
      change.atMs <= toMs,
  );
}
