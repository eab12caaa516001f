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
  /** Language tag of the contact's browser or widget, when told. */
  locale: string | null;
}

export interface ChannelContact {
  id: number | null;
  name: string | null;
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
  | { kind: 'ignored'; reason: string };

/** A way to talk to one account of a channel with one connection's credentials. Every method throws `UpstreamError`. */
export interface ChannelClient {
  /** Whether `find` can work: reading messages back needs a token that may (contracts/chatwoot.md §10.1). */
  readonly canRead: boolean;
  /** Shows a message to the customer (or, `private`, to agents). `ref` travels with it and comes back in its echo. */
  send(
    input: { conversationId: number; content: Content; ref: string; private: boolean },
    guard: SendGuard,
  ): Promise<{ messageId: number }>;
  setStatus(
    input: { conversationId: number; status: 'open' | 'pending' | 'resolved' },
    guard: SendGuard,
  ): Promise<void>;
  setTyping(input: { conversationId: number; on: boolean }, guard: SendGuard): Promise<void>;
  /** Looks our message up by its ref among those newer than `afterMessageId` (null: the newest page); null when it is not there. */
  find(input: {
    conversationId: number;
    ref: string;
    afterMessageId: number | null;
  }): Promise<{ messageId: number } | null>;
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
  /**
   * `settings` as stored (secrets opened); parsed by the provider's own schema, whose failure is a plain Error. The client
   * is for one piece of work of `caller`, in whose name budgets are spent; left out: the platform.
   */
  connect(settings: Record<string, unknown>, caller?: Caller): ChannelClient;
}
