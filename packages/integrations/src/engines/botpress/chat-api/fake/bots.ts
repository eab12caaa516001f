import { randomUUID } from 'node:crypto';
import type { BotScript } from '../../fake/bot-script.ts';
import type { FakeMessage } from '../../fake/ledger.ts';
import type { Fields } from '../../fields.ts';
import { Refusal } from './refusal.ts';

/** One bot with the Chat integration installed (contracts/botpress.md §1a, "Integration configuration"). */
export interface FakeBotOptions {
  webhookId: string;
  /** Set: we sign user keys ("personal"). Left out: Botpress signs, and anyone may create users. */
  encryptionKey?: string;
  webhookUrl?: string;
  webhookSecret?: string;
  /** Quotes each message when left out. */
  script?: BotScript;
}

export interface FakeUser {
  id: string;
  createdAtMs: number;
  fields: { name?: string | undefined; pictureUrl?: string | undefined; profile?: string | undefined };
}

export interface FakeConversation {
  id: string;
  ownerId: string;
  createdAtMs: number;
  /** Oldest first. */
  messages: FakeMessage[];
  customerMessageCount: number;
  /** Who listens to its signals right now. */
  listeners: Set<(signal: string) => void>;
}

export interface FakeBot {
  webhookId: string;
  encryptionKey: string;
  isPersonal: boolean;
  webhookUrl: string | null;
  webhookSecret: string | null;
  script: BotScript;
  /** The bot's own user, under Botpress's id. */
  userId: string;
  users: Map<string, FakeUser>;
  conversations: Map<string, FakeConversation>;
  /** Conversation ids somebody is creating right now. */
  creating: Set<string>;
  /** Messages and events of the running minute, for the limit. */
  minute: { startedAtMs: number; count: number };
}

/** A conversation its user takes part in. One that does not exist is refused the same way, as the source does. */
export function participate(
  bot: FakeBot,
  input: { conversationId: string; userId: string },
): FakeConversation {
  const conversation = bot.conversations.get(input.conversationId);
  if (conversation !== undefined && conversation.ownerId === input.userId) return conversation;
  throw new Refusal(403, 'Forbidden', "You are not a participant in this message's conversation");
}

/** Ids of our choosing: 70 characters of a small alphabet (contracts/botpress.md §1a). */
export function checkForeignId(id: string): void {
  if (id.length > 70)
    throw new Refusal(400, 'InvalidPayload', 'Fid length exceeds the maximum allowed length of 70');
  if (!/^[a-zA-Z0-9_\-\\/]+$/.test(id))
    throw new Refusal(400, 'InvalidPayload', 'Fid contains invalid characters');
}

export function findUser(bot: FakeBot, id: string): FakeUser {
  const user = bot.users.get(id);
  if (user === undefined) throw new Refusal(404, 'ResourceNotFound', 'User does not exist');
  return user;
}

export function addUser(bot: FakeBot, input: Omit<FakeUser, 'id'> & { id?: string | undefined }): FakeUser {
  const user = { ...input, id: input.id ?? botpressId('user') };
  bot.users.set(user.id, user);
  return user;
}

export function addConversation(
  bot: FakeBot,
  input: { id?: string | undefined; ownerId: string; createdAtMs: number },
): FakeConversation {
  const id = input.id ?? botpressId('conv');
  const conversation = {
    ...input,
    id,
    messages: [],
    customerMessageCount: 0,
    listeners: new Set<(signal: string) => void>(),
  };
  bot.conversations.set(id, conversation);
  return conversation;
}

/** Stores a message under a time of its own within the conversation, never before the one before it. */
export function addMessage(
  conversation: FakeConversation,
  input: { nowMs: number; userId: string; isBot: boolean; payload: Fields; metadata?: Fields | undefined },
): FakeMessage {
  const { nowMs, metadata, ...rest } = input;
  const before = conversation.messages.at(-1)?.createdAtMs ?? 0;
  const message: FakeMessage = {
    id: randomUUID(),
    createdAtMs: Math.max(nowMs, before + 1),
    ...rest,
    ...(metadata === undefined ? {} : { metadata }),
  };
  conversation.messages.push(message);
  if (!message.isBot) conversation.customerMessageCount += 1;
  return message;
}

/** In the manner of Botpress's ids. */
export function botpressId(kind: 'user' | 'conv' | 'evt'): string {
  return `${kind}_01${randomUUID().replaceAll('-', '').slice(0, 24).toUpperCase()}`;
}
