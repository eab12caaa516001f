import type { ConversationRef, FakeChatwoot } from '@tandem/integrations/fakes';

export interface RatesResult {
  /** Of the tenants that do not flood. */
  others: { latenciesMs: number[]; unanswered: number };
  floodTurnsPerSecond: number;
}

export interface Rates {
  seconds: number;
  /** Messages a second of each tenant that does not flood. */
  perSecond: number;
  /** Messages a second of the first; 0: it is silent. */
  floodPerSecond: number;
}

const conversationsOfOthers = 4;
const conversationsOfFlood = 100;
const answerMaxMs = 20_000;
const quietMs = 5_000;
const quietMaxMs = 90_000;

interface Desk {
  chatwoot: FakeChatwoot;
  flooding: ConversationRef[];
  others: ConversationRef[];
  tenants: number;
  /** In words of its own each time: a question that comes twice is given to a human. */
  question(): string;
}

/** Customers of many inboxes with their conversations; the first inbox is the one that may flood. */
export function startConversations(chatwoot: FakeChatwoot, inboxIds: readonly number[]): Desk {
  const [first = 0, ...quiet] = inboxIds;
  const start = (inboxId: number) => chatwoot.startConversation({ inboxId });
  let asked = 0;
  const question = () => {
    asked += 1;
    return `What do the trail shoes cost? ${asked}`;
  };
  return {
    chatwoot,
    question,
    flooding: Array.from({ length: conversationsOfFlood }, () => start(first)),
    others: Array.from({ length: conversationsOfOthers }, () => quiet.map(start)).flat(),
    tenants: quiet.length,
  };
}

/** Customers who write at set rates, whether they are answered or not; begins when what was said before is over. */
export async function talkAtRates(desk: Desk, input: Rates): Promise<RatesResult> {
  const { chatwoot, flooding, others, tenants } = desk;
  const { seconds, perSecond, floodPerSecond } = input;
  await untilQuiet(chatwoot);
  const askedAt = new Map<number, number>();
  const floodIds = new Set(flooding.map(({ conversationId }) => conversationId));
  const latenciesMs: number[] = [];
  let floodTurns = 0;
  const stop = chatwoot.observe((event) => {
    if (event.kind !== 'message' || event.change !== 'created' || event.message.from !== 'bot') return;
    const { conversationId } = event.message;
    const startedAt = askedAt.get(conversationId);
    if (floodIds.has(conversationId)) floodTurns += 1;
    else if (startedAt !== undefined) latenciesMs.push(performance.now() - startedAt);
    askedAt.delete(conversationId);
  });
  const ask = (ref: ConversationRef): void => {
    if (!askedAt.has(ref.conversationId)) askedAt.set(ref.conversationId, performance.now());
    chatwoot.customerSends({ ...ref, text: desk.question() });
  };
  const stopOthers = inTurn(others, perSecond * tenants, ask);
  const stopFlood = inTurn(flooding, floodPerSecond, ask);

  await pause(seconds * 1_000);
  stopOthers();
  const isAnswered = () => ![...askedAt.keys()].some((id) => !floodIds.has(id));
  for (const endsAt = performance.now() + answerMaxMs; !isAnswered() && performance.now() < endsAt; )
    await pause(50);
  stopFlood();
  stop();
  const unanswered = [...askedAt.keys()].filter((id) => !floodIds.has(id)).length;
  return {
    others: { latenciesMs, unanswered },
    floodTurnsPerSecond: floodTurns / seconds,
  };
}

/** No bot has said anything for a while; what waits longer than that is dead by its deadline. */
async function untilQuiet(chatwoot: FakeChatwoot): Promise<void> {
  let heardAt = performance.now();
  const stop = chatwoot.observe(({ kind }) => {
    if (kind === 'message') heardAt = performance.now();
  });
  for (const endsAt = heardAt + quietMaxMs; performance.now() < endsAt; ) {
    if (performance.now() - heardAt > quietMs) break;
    await pause(50);
  }
  stop();
}

/** Calls for one after the other at a rate; answers how to stop it. */
function inTurn<Item>(items: readonly Item[], perSecond: number, run: (item: Item) => void): () => void {
  const startedAt = performance.now();
  let count = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond;
    for (; count < due; count += 1) {
      const item = items[count % items.length];
      if (item !== undefined) run(item);
    }
  }, 5);
  return () => clearInterval(timer);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
