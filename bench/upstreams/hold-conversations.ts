import type { ConversationRef, FakeChatwoot } from '@tandem/integrations/fakes';

export interface TurnsResult {
  turns: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Conversations whose last message had no reply when the time was over. */
  unanswered: number;
}

/** Customers who each write, wait until the bot's reply is visible, and write again. */
export async function holdConversations(input: {
  chatwoot: FakeChatwoot;
  inboxIds: readonly number[];
  conversations: number;
  seconds: number;
}): Promise<TurnsResult> {
  const { chatwoot, inboxIds } = input;
  const askedAt = new Map<number, number>();
  const latenciesMs: number[] = [];
  let isOver = false;
  const ask = (ref: ConversationRef): void => {
    askedAt.set(ref.conversationId, performance.now());
    chatwoot.customerSends({ ...ref, text: `What do the trail shoes cost? ${latenciesMs.length}` });
  };
  const stop = chatwoot.observe((event) => {
    if (event.kind !== 'message' || event.change !== 'created' || event.message.from !== 'bot') return;
    const startedAt = askedAt.get(event.message.conversationId);
    if (startedAt === undefined || isOver) return;
    askedAt.delete(event.message.conversationId);
    latenciesMs.push(performance.now() - startedAt);
    const { accountId, conversationId } = event.message;
    setImmediate(ask, { accountId, conversationId });
  });
  const startedAt = performance.now();
  for (let index = 0; index < input.conversations; index += 1) {
    const inboxId = inboxIds[index % inboxIds.length] ?? 0;
    ask(chatwoot.startConversation({ inboxId }));
  }
  await new Promise((resolve) => setTimeout(resolve, input.seconds * 1_000));
  isOver = true;
  stop();
  const seconds = (performance.now() - startedAt) / 1_000;
  const turns = latenciesMs.length;
  latenciesMs.sort((a, b) => a - b);
  const at = (share: number) => latenciesMs[Math.min(turns - 1, Math.floor(turns * share))] ?? 0;
  return { turns, perSecond: turns / seconds, p50Ms: at(0.5), p99Ms: at(0.99), unanswered: askedAt.size };
}
