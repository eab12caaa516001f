import type { Content, CustomerMessage, EngineAction, HandoffRequest } from '@tandem/schemas';
import type { Caller } from './budget.ts';
import type { Channel } from './channel.ts';
import type { SendGuard } from './upstream-error.ts';
import type { AcceptedProof, Verdict, WebhookRequest } from './webhook.ts';

/** Something a bot said or asked for in one go. */
export interface EngineReply {
  /** The engine's id of it, for duplicates; null when the dialect has none. */
  id: string | null;
  /** Milliseconds since 1970 on the engine's clock; null when not told. */
  createdAtMs: number | null;
  /** In the bot's order; empty when the bot chose to say nothing. */
  contents: Content[];
  handoff: HandoffRequest | null;
  /** The bot itself marked the reply as a fallback. */
  fallback: boolean;
  actions: EngineAction[];
}

/** How a reply names its conversation: the engine's conversation id, or (generic) what we sent as session. */
export type EngineAddress = { by: 'engine-conversation'; id: string } | { by: 'session'; id: string };

export type EngineEvent =
  | { kind: 'reply'; address: EngineAddress; reply: EngineReply }
  | { kind: 'ignored'; reason: string };

/** One conversation on the engine's side. Both ids are ours, within the dialect's character rules. */
export interface EngineConversation {
  userId: string;
  conversationId: string;
}

/** What one turn carries to the engine. */
export interface EngineTurn {
  turnId: string;
  sessionId: string;
  /** The channel's conversation id (the brief's `sessionId`) and newest message id. */
  channelConversationId: number;
  channelMessageId: number | null;
  conversation: EngineConversation;
  message: CustomerMessage;
  /** Product page §5.3: at most 8 KB of JSON. */
  tenantContext: Record<string, unknown>;
  /** Entries that fit 32 KB, ranked. */
  knowledge: { question: string; answer: string; tags: string[] }[];
}

/** The engine has the turn. */
export interface Taken {
  /** The engine's own time of the message; null when not told. */
  takenAtMs: number | null;
  /** Present when the dialect answered in the same call; null when replies come by webhook. */
  replies: EngineReply[] | null;
}

/** What the engine holds of a conversation. */
export interface EngineTranscript {
  /** Our turns the engine has, with its own time. */
  turns: { turnId: string; takenAtMs: number }[];
  /** The bot's messages, oldest first. */
  replies: EngineReply[];
}

export interface ForgetUser {
  userId: string;
  conversationIds: readonly string[];
  /** Once it is aborted no further message is deleted: `forget` rejects with its reason. */
  signal?: AbortSignal;
}

/** A way to talk to one bot with one connection's credentials. Every method throws `UpstreamError`. */
export interface EngineClient {
  /** Makes the user and the conversation exist; safe to repeat. */
  open(conversation: EngineConversation, guard: SendGuard): Promise<void>;
  send(turn: EngineTurn, guard: SendGuard): Promise<Taken>;
  /** Null where the dialect cannot be read back. `sinceMs`: older messages need not be listed. */
  transcript:
    | ((input: { conversation: EngineConversation; sinceMs: number }) => Promise<EngineTranscript>)
    | null;
  /**
   * What is left to do when nobody knows whether the engine has a turn: look it up in the transcript; send it again, for the
   * engine hears a turn id once; wait for the reply that may come by webhook; nothing, for the answer was lost with the call.
   */
  readonly afterUnknown: 'look-up' | 'repeat' | 'wait' | 'give-up';
  /** Tells the bot that humans have given the conversation back (contracts/botpress.md §4); null where the dialect cannot. */
  tellHandoffEnded: ((input: { conversation: EngineConversation }) => Promise<void>) | null;
  /**
   * Deletes what it may of one user: the messages he wrote in these conversations, and himself; safe to repeat. Answers how
   * many messages went and how many it may not delete. Null where the dialect has no deletion.
   */
  forget: ((input: ForgetUser) => Promise<{ deleted: number; kept: number }>) | null;
}

/** What answers. */
export interface Engine {
  dialect: string;
  secretSettings: readonly string[];
  /** Whether an authentic but unusable body is 200 `ignored` (native dialects) instead of 400 or 404 (product page §5.3). */
  lenient: boolean;
  verify(request: WebhookRequest, accepted: AcceptedProof): Verdict;
  /** Reads a parsed JSON body. Throws `BadBody`. Pure. */
  read(body: unknown): EngineEvent;
  /**
   * `settings` as stored (secrets opened); parsed by the dialect's own schema, whose failure is a plain Error. The client is
   * for one piece of work of `caller`, in whose name budgets are spent; left out: the platform.
   */
  connect(settings: Record<string, unknown>, caller?: Caller): EngineClient;
}

/** The registry's answer to the composition roots. */
export interface Integrations {
  channels: Record<'chatwoot', Channel>;
  engines: Partial<Record<EngineDialect, Engine>>;
  /** Which dialect a parsed body on the keyless Botpress route is written in; null when none. */
  detectDialect(body: unknown): EngineDialect | null;
}

export const engineDialects = ['chat_api', 'messaging_api', 'generic', 'v12'] as const;
export type EngineDialect = (typeof engineDialects)[number];
