import type { FakeMessage } from '../../fake/ledger.ts';
import type { FakePostman } from '../../fake/postman.ts';
import type { Fields } from '../../fields.ts';
import type { FakeBot, FakeConversation } from './bots.ts';

/** Emits what the Chat integration posts to its `webhookUrl` and shows its listeners (contracts/botpress.md §1a, "Signals"). */
export interface Signals {
  /** Resolves when the receiver has answered, as their emission is awaited. */
  messageCreated(bot: FakeBot, conversation: FakeConversation, message: FakeMessage): Promise<void>;
  /** `id` is null when the bot sent it. */
  eventCreated(
    bot: FakeBot,
    conversation: FakeConversation,
    event: { id: string | null; createdAtMs: number; userId: string; payload: Fields; isBot: boolean },
  ): Promise<void>;
  messageDeleted(bot: FakeBot, conversation: FakeConversation, message: FakeMessage): Promise<void>;
}

export function createSignals(postman: FakePostman): Signals {
  function emit(
    bot: FakeBot,
    conversation: FakeConversation,
    operation: string,
    signal: { type: string; data: Fields },
  ): Promise<void> {
    const body = JSON.stringify(signal);
    for (const tell of conversation.listeners) tell(body);
    if (bot.webhookUrl === null) return Promise.resolve();
    return postman.post(operation, {
      url: withTrailingSlash(bot.webhookUrl),
      headers: {
        accept: 'application/json, text/plain, */*',
        'content-type': 'application/json',
        'user-agent': 'axios/1.2.5',
        ...(bot.webhookSecret === null ? {} : { 'x-secret-key': bot.webhookSecret }),
      },
      body,
    });
  }

  return {
    messageCreated: (bot, conversation, message) =>
      emit(bot, conversation, message.isBot ? 'message_created' : 'echo', {
        type: 'message_created',
        data: { ...showMessage(conversation, message), isBot: message.isBot },
      }),
    eventCreated: (bot, conversation, { createdAtMs, ...event }) =>
      emit(bot, conversation, 'event_created', {
        type: 'event_created',
        data: { ...event, conversationId: conversation.id, createdAt: new Date(createdAtMs).toISOString() },
      }),
    messageDeleted: (bot, conversation, { id, userId }) =>
      emit(bot, conversation, 'message_deleted', {
        type: 'message_deleted',
        data: { id, conversationId: conversation.id, userId },
      }),
  };
}

/** A message as every answer and signal shows it. */
export function showMessage(conversation: FakeConversation, message: FakeMessage): Fields {
  const { id, userId, payload, metadata, createdAtMs } = message;
  const createdAt = new Date(createdAtMs).toISOString();
  return { id, conversationId: conversation.id, userId, createdAt, payload, ...(metadata && { metadata }) };
}

/** Their client joins the configured URL and `/` as text, so a query swallows the slash. */
function withTrailingSlash(url: string): string {
  return `${url.replace(/\/+$/, '')}/`;
}
