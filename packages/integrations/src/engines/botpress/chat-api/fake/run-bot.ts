import type { FakeLedger, FakeMessage } from '../../fake/ledger.ts';
import type { FakeWork } from '../../fake/work.ts';
import { textOf } from '../../fields.ts';
import { addMessage, type FakeBot, type FakeConversation } from './bots.ts';
import type { Signals } from './signals.ts';

/** Has the bot act on a customer's message. Each answer is stored, then sent; none waits for another's delivery. */
export async function runBot(
  context: { work: FakeWork; signals: Signals; ledger: FakeLedger; nowMs: () => number },
  input: { bot: FakeBot; conversation: FakeConversation; message: FakeMessage },
): Promise<void> {
  const { bot, conversation, message } = input;
  const acts = bot.script({
    conversationId: conversation.id,
    text: textOf(message.payload, 'text', 'markdown', 'title') ?? `[${String(message.payload.type)}]`,
    payload: message.payload,
    metadata: message.metadata ?? {},
    count: conversation.customerMessageCount,
  });
  for (const act of acts) {
    if (act.afterMs !== undefined) await context.work.wait(act.afterMs);
    const nowMs = context.nowMs();
    switch (act.act) {
      case 'say': {
        const { payload, metadata } = act;
        const said = addMessage(conversation, { nowMs, userId: bot.userId, isBot: true, payload, metadata });
        context.ledger.message(conversation.id, said);
        context.work.start(() => context.signals.messageCreated(bot, conversation, said));
        break;
      }
      case 'ask-for-human': {
        const { act: _, afterMs: __, ...wish } = act;
        const event = { id: null, createdAtMs: nowMs, userId: bot.userId, isBot: true };
        const payload = { type: 'handoff', ...wish };
        context.work.start(() => context.signals.eventCreated(bot, conversation, { ...event, payload }));
        break;
      }
      case 'crash':
        return;
    }
  }
}
