import { randomUUID } from 'node:crypto';
import type { BotScript } from '../../fake/bot-script.ts';
import type { FakeMessage } from '../../fake/ledger.ts';

/** One bot with the Messaging API installed (contracts/botpress.md §1b). */
export interface FakeMessagingBotOptions {
  webhookId: string;
  /** The personal access token that may act on the bot. */
  token: string;
  /** Called as it is; null: not configured. */
  responseEndpointURL: string | null;
  /** Quotes each message when left out. */
  script?: BotScript;
}

export interface FakeMessagingConversation {
  /** Ours, kept as a tag. */
  id: string;
  botpressId: string;
  /** In the order they were heard and said. */
  messages: FakeMessage[];
  customerMessageCount: number;
}

export interface FakeMessagingBot {
  webhookId: string;
  token: string;
  responseEndpointURL: string | null;
  script: BotScript;
  /** The bot's own user, under Botpress's id. */
  userId: string;
  conversations: Map<string, FakeMessagingConversation>;
  /** Botpress's ids of users, by ours. */
  users: Map<string, string>;
}

/** In the manner of Botpress's ids. */
export function botpressId(kind: 'user' | 'conv'): string {
  return `${kind}_01${randomUUID().replaceAll('-', '').slice(0, 24).toUpperCase()}`;
}

/** Finds by our id or makes, as the integration does with its tags. */
export function conversationOf(bot: FakeMessagingBot, id: string): FakeMessagingConversation {
  const known = bot.conversations.get(id);
  if (known !== undefined) return known;
  const made = { id, botpressId: botpressId('conv'), messages: [], customerMessageCount: 0 };
  bot.conversations.set(id, made);
  return made;
}

export function userOf(bot: FakeMessagingBot, id: string): string {
  const known = bot.users.get(id) ?? botpressId('user');
  bot.users.set(id, known);
  return known;
}
