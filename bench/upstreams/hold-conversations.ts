import type { ConversationRef, FakeChatwoot } from '@tandem/integrations/fakes';

export interface TurnsResult {
  turns: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Messages written before the time was counted that had no reply when it was over. */
  unanswered: number;
}

export interface Talk {
  /** Counts the turns that end within so many seconds, and goes on. */
  count(seconds: number): Promise<TurnsResult>;
  /** Nobody writes any more; resolves when all are answered, or after 10 s. */
  rest(): Promise<void>;
}

const turnsMax = 10;
const restMaxMs = 10_000;

interface Open {
  inboxId: number;
  askedAtMs: number;
  turns: number;
}

/**
 * Customers who each write, wait until the bot's reply is visible, and write again; after ten turns another one begins in the place
 * of each. It never pauses: what a count leaves unfinished at its end, it found unfinished at its beginning.
 */
export function holdConversations(input: {
  chatwoot: FakeChatwoot;
  inboxIds: readonly number[];
  conversations: number;
}): Talk {
  const { chatwoot, inboxIds, conversations } = input;
  const open = new Map<number, Open>();
  let latenciesMs: number[] = [];
  let asked = 0;
  let onRest: (() => void) | undefined;

  const ask = (ref: ConversationRef, of: Open): void => {
    of.askedAtMs = performance.now();
    asked += 1;
    chatwoot.customerSends({ ...ref, text: `What do the trail shoes cost? ${asked}` });
  };
  const begin = (inboxId: number): void => {
    const ref = chatwoot.startConversation({ inboxId });
    const of = { inboxId, askedAtMs: 0, turns: 0 };
    open.set(ref.conversationId, of);
    ask(ref, of);
  };
  chatwoot.observe((event) => {
    if (event.kind !== 'message' || event.change !== 'created' || event.message.from !== 'bot') return;
    const { accountId, conversationId } = event.message;
    const of = open.get(conversationId);
    if (!of) return;
    latenciesMs.push(performance.now() - of.askedAtMs);
    of.turns += 1;
    if (!onRest && of.turns < turnsMax) {
      setImmediate(ask, { accountId, conversationId }, of);
      return;
    }
    open.delete(conversationId);
    if (!onRest) setImmediate(begin, of.inboxId);
    else if (open.size === 0) onRest();
  });
  for (let index = 0; index < conversations; index += 1) begin(inboxIds[index % inboxIds.length] ?? 0);

  return {
    count: async (seconds) => {
      latenciesMs = [];
      const startedAtMs = performance.now();
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      const counted = latenciesMs.toSorted((a, b) => a - b);
      const at = (share: number) => counted[Math.min(counted.length - 1, Math.floor(counted.length * share))];
      return {
        turns: counted.length,
        perSecond: (counted.length / (performance.now() - startedAtMs)) * 1_000,
        p50Ms: at(0.5) ?? 0,
        p99Ms: at(0.99) ?? 0,
        unanswered: [...open.values()].filter(({ askedAtMs }) => askedAtMs < startedAtMs).length,
      };
    },
    rest: () =>
      new Promise((resolve) => {
        onRest = resolve;
        setTimeout(resolve, restMaxMs);
      }),
  };
}
