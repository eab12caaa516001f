import type { Content, ConversationStatus, CustomerMessage } from '@tandem/schemas';
import type { Caller } from './budget.ts';
import type { SendGuard } from './upstream-error.ts';
import type { AcceptedProof, Verdict, WebhookRequest } from './webhook.ts';

/** Where a channel's event belongs. `accountId` is null where the provider does not say (contracts/chatwoot.md §2.5, §3). */
export interface ChannelPlace {
  accountId: number | null;
  inboxId: number | null;
  /** Display id, unique within an account. */
  conversationId: number;
}

/** The conversation as the event showed it. */
export interface ConversationView {
  /** Null when the body does not say (the brief's bare body): the bot may answer. */
  status: ConversationStatus | null;
  assigneeId: number | null;
  /** Milliseconds since 1970; null when not told. */
  updatedAtMs: number | null;
  createdAtMs: number | null;
  /** When an agent first wrote in it; null: none has, or it is not told. */
  firstReplyAtMs: number | null;
  /** Language tag of the contact's browser or widget, when told. */
  locale: string | null;
}

export interface ChannelContact {
  id: number | null;
  name: string | null;
}

/** By what a channel knows a person, all of it personal. */
export interface ChannelPerson {
  id: number;
  email: string | null;
  phoneNumber: string | null;
  /** The id that the tenant's own system gave. */
  identifier: string | null;
}

/** One notification of a channel, read. Exactly the kinds the platform can act on, and `ignored` with a reason for all others. */
export type ChannelEvent =
  | (ChannelPlace & {
      kind: 'customer-message';
      /** Null for the brief's bare body. */
      messageId: number | null;
      message: CustomerMessage;
      contact: ChannelContact;
      conversation: ConversationView;
    })
  | (ChannelPlace & {
      /** The customer answered an interactive message; `messageId` is the bot's message, `digest` tells answers apart. */
      kind: 'choice';
      messageId: number;
      digest: string;
      message: CustomerMessage;
      contact: ChannelContact;
      conversation: ConversationView;
    })
  | (ChannelPlace & {
      /** A human's public reply: a takeover (product page §3). `agentId` is null for a paired phone. */
      kind: 'agent-message';
      messageId: number;
      agentId: number | null;
      conversation: ConversationView;
    })
  | (ChannelPlace & {
      /** One of our own messages came back: `ref` is its OutboundMessage id. */
      kind: 'echo';
      messageId: number;
      ref: string;
    })
  | (ChannelPlace & {
      kind: 'status';
      status: ConversationStatus;
      conversation: ConversationView;
    })
  | (ChannelPlace & {
      /** A message was taken back by its author. */
      kind: 'deleted';
      messageId: number;
    })
  | {
      /** A visitor opened the widget, often before any conversation is there (contracts/chatwoot.md §4). */
      kind: 'widget-open';
      accountId: number | null;
      inboxId: number | null;
      contactId: number;
      /** Names the visitor in this inbox: what `startConversation` takes. */
      sourceId: string;
      /** The conversation that goes on, if there is one. */
      conversationId: number | null;
      locale: string | null;
    }
  | { kind: 'ignored'; reason: string };

/** How urgent a conversation is marked; null takes the mark away. */
export type ConversationPriority = 'low' | 'medium' | 'high' | 'urgent' | null;

/**
 * A way to talk to one account of a channel with one connection's credentials. Every method throws `UpstreamError`; all but
 * `send` and `startConversation` may be repeated without harm.
 */
export interface ChannelClient {
  /** Whether `find` can work: reading messages back needs a token that may (contracts/chatwoot.md §10.1). */
  readonly canRead: boolean;
  /**
   * Shows one message to the customer (or, `private`, to agents). `ref` travels with it and comes back in its echo. What the
   * channel does not take in this shape is shown as text.
   */
  send(input: ChannelMessage, guard: SendGuard): Promise<SentMessage>;
  setStatus(
    input: { conversationId: number; status: 'open' | 'pending' | 'resolved' },
    guard: SendGuard,
  ): Promise<void>;
  /** Does nothing where the channel does not let a bot type. */
  setTyping(input: { conversationId: number; on: boolean }, guard: SendGuard): Promise<void>;
  /** Adds labels and keeps all others. `unauthorized` where neither the bot's nor an admin's token may. */
  addLabels(input: { conversationId: number; labels: readonly string[] }, guard: SendGuard): Promise<void>;
  /** Sets these custom attributes of the conversation and keeps all others. `unauthorized` as `addLabels`. */
  mergeAttributes(
    input: { conversationId: number; attributes: Readonly<Record<string, unknown>> },
    guard: SendGuard,
  ): Promise<void>;
  /** Sets what is given; `attributes` are merged into the contact's. `unauthorized` without an admin token. */
  updateContact(input: ContactUpdate, guard: SendGuard): Promise<void>;
  /** Gives the conversation to an agent or a team; one that is not there is `rejected`, and then nobody has it. */
  assign(
    input: { conversationId: number } & ({ agentId: number } | { teamId: number }),
    guard: SendGuard,
  ): Promise<void>;
  setPriority(
    input: { conversationId: number; priority: ConversationPriority },
    guard: SendGuard,
  ): Promise<void>;
  /** A contact's new conversation; an inbox locked to one conversation each gives the one that is there. */
  startConversation(
    input: { inboxId: number; contactId: number; sourceId: string; status?: 'open' | 'pending' },
    guard: SendGuard,
  ): Promise<{ conversationId: number }>;
  /** Looks our message up by its ref among those newer than `afterMessageId` (null: the newest page); null when it is not there. */
  find(input: {
    conversationId: number;
    ref: string;
    afterMessageId: number | null;
  }): Promise<{ messageId: number } | null>;
}

export interface ChannelMessage {
  conversationId: number;
  content: Content;
  ref: string;
  private: boolean;
}

export interface SentMessage {
  messageId: number;
  /** Why the customer sees text in place of what the bot said: a file that is too large, a shape that was refused. */
  degraded?: string;
}

export interface ContactUpdate {
  contactId: number;
  name?: string;
  email?: string;
  /** E.164: `+46701234567`. */
  phoneNumber?: string;
  attributes?: Readonly<Record<string, unknown>>;
}

/** Where people talk. */
export interface Channel {
  provider: string;
  /** Names of the settings that are sealed at rest and never shown. */
  secretSettings: readonly string[];
  /** Constant-time check of every proof of product page §5.3. */
  verify(request: WebhookRequest, accepted: AcceptedProof): Verdict;
  /** Reads a parsed JSON body. Throws `BadBody`. Pure. */
  read(body: unknown): ChannelEvent;
  /** Of what kind the inbox of a webhook's body is: what `split` takes; null where the body does not say. Pure. */
  inboxKind(body: unknown): string | null;
  /** Whom a webhook's parsed body is about; null where it does not say. Pure. */
  contactOf(body: unknown): ChannelPerson | null;
  /** Whether a content is one message as it is, whatever the inbox: nothing to split. Pure. */
  isPlain(content: Content): boolean;
  /**
   * A content as the messages that an inbox of this kind (null: unknown) can show, each of them one message of the channel:
   * long texts in pieces, what cannot be clicked as a choice or as words. Pure.
   */
  split(content: Content, inboxKind: string | null): Content[];
  /**
   * `settings` as stored (secrets opened); parsed by the provider's own schema, whose failure is a plain Error. The client
   * is for one piece of work of `caller`, in whose name budgets are spent; left out: the platform.
   */
  connect(settings: Record<string, unknown>, caller?: Caller): ChannelClient;
}
