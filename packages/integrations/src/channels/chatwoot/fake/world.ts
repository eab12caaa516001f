import { randomBytes } from 'node:crypto';
import type { ConversationStatus } from '@tandem/schemas';
import type { Fields } from '../wire.ts';
import type { Files } from './files.ts';

export type Role = 'administrator' | 'agent';
export type Priority = 'low' | 'medium' | 'high' | 'urgent';
export type MessageType = 'incoming' | 'outgoing' | 'activity' | 'template';

export interface Account {
  id: number;
  name: string;
  /** Account setting `keep_pending_on_bot_failure`. */
  keepsPendingOnBotFailure: boolean;
  conversationSeq: number;
  conversations: Map<number, Conversation>;
  webhooks: AccountWebhook[];
  teams: { id: number; name: string }[];
}

export interface Inbox {
  id: number;
  account: Account;
  name: string;
  /** `Channel::WebWidget`, `Channel::Api`, … */
  channel: string;
  bot: Bot | null;
  /** API inboxes only. */
  webhookUrl: string | null;
  secret: string;
  /** The setting alone: no greeting is sent here. */
  greets: boolean;
  /** Null: working hours are off. The setting alone. */
  outOfOfficeMessage: string | null;
  /** The settings alone: nobody is asked for an address here, and nobody assigned. */
  collectsEmail: boolean;
  autoAssigns: boolean;
}

export interface Bot {
  id: number;
  /** Null: a system bot, usable in every account. */
  accountId: number | null;
  name: string;
  description: string;
  outgoingUrl: string | null;
  token: string;
  secret: string;
  /** Accounts with an inbox it answers. */
  accounts: Set<Account>;
}

export interface User {
  id: number;
  accountId: number;
  name: string;
  email: string;
  role: Role;
  token: string;
}

export interface AccountWebhook {
  id: number;
  url: string;
  subscriptions: readonly string[];
  secret: string;
}

export interface Contact {
  id: number;
  account: Account;
  name: string;
  email: string | null;
  phoneNumber: string | null;
  identifier: string | null;
  blocked: boolean;
  additionalAttributes: Fields;
  customAttributes: Fields;
}

/** A contact as one inbox knows it. */
export interface ContactInbox {
  id: number;
  contact: Contact;
  inbox: Inbox;
  sourceId: string;
  createdAtMs: number;
}

export interface Conversation {
  /** Display id. */
  id: number;
  account: Account;
  inbox: Inbox;
  contact: Contact;
  contactInbox: ContactInbox;
  status: ConversationStatus;
  /** By id, which is also by time. */
  messages: Message[];
  /** The last public one that is no activity. */
  lastMessage: Message | null;
  labels: string[];
  assignee: User | null;
  assigneeBot: Bot | null;
  team: { id: number; name: string } | null;
  priority: Priority | null;
  additionalAttributes: Fields;
  customAttributes: Fields;
  snoozedUntilMs: number | null;
  waitingSinceMs: number | null;
  firstReplyAtMs: number | null;
  agentSeenAtMs: number | null;
  unreadCount: number;
  lastActivityAtMs: number;
  createdAtMs: number;
  updatedAtMs: number;
  typing: boolean;
}

export type Sender =
  | { type: 'contact'; contact: Contact }
  | { type: 'user'; user: User }
  | { type: 'bot'; bot: Bot }
  | null;

export interface FakeAttachment {
  id: number;
  fields: Fields;
}

export interface Message {
  id: number;
  conversation: Conversation;
  type: MessageType;
  content: string | null;
  contentType: string;
  contentAttributes: Fields;
  additionalAttributes: Fields;
  private: boolean;
  sourceId: string | null;
  sender: Sender;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  attachments: FakeAttachment[];
  createdAtMs: number;
  updatedAtMs: number;
}

/** All rows of one installation. Ids are one sequence per kind, as in Chatwoot. */
export interface World {
  accounts: Map<number, Account>;
  inboxes: Map<number, Inbox>;
  bots: Map<number, Bot>;
  users: Map<number, User>;
  contacts: Map<number, Contact>;
  contactInboxes: Map<number, ContactInbox>;
  files: Files;
  callers: Map<string, { type: 'user'; user: User } | { type: 'bot'; bot: Bot }>;
  nextId(kind: IdKind): number;
}

type IdKind =
  | 'account'
  | 'inbox'
  | 'bot'
  | 'user'
  | 'contact'
  | 'contactInbox'
  | 'message'
  | 'attachment'
  | 'webhook'
  | 'team';

export function createWorld(options: { messageIdsAfter?: number } = {}): World {
  const sequences = new Map<IdKind, number>([['message', options.messageIdsAfter ?? 550_000]]);
  return {
    accounts: new Map(),
    inboxes: new Map(),
    bots: new Map(),
    users: new Map(),
    contacts: new Map(),
    contactInboxes: new Map(),
    files: new Map(),
    callers: new Map(),
    nextId(kind) {
      const id = (sequences.get(kind) ?? 0) + 1;
      sequences.set(kind, id);
      return id;
    },
  };
}

/** A row that the caller says exists. Throws a plain Error when it does not: the test or page is wrong. */
export function known<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new Error(`the fake Chatwoot has no ${what}`);
  return row;
}

/** Server-made text like Chatwoot's webhook secrets: 24 characters. */
export function newSecret(): string {
  return randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'x');
}
