import { z } from 'zod';

/** Milliseconds since 1970, or null. */
const zTime = z.number().nullable();

/** A customer's message as Chatwoot holds it, and what became of its webhook. */
const zCustomerMessage = z.object({
  /** Its place in the traffic; its text quotes it as `q<number>`, and so does the bot's reply. */
  number: z.number(),
  conversationId: z.number(),
  messageId: z.number(),
  sentAtMs: z.number(),
  /** When its webhook was answered 2xx for the first time. */
  acknowledgedAtMs: zTime,
  /** What each attempt was told: a status, or null for nothing. */
  told: z.array(z.number().nullable()),
});

/** A message of the bot as Chatwoot's customer sees it. */
const zShown = z.object({
  conversationId: z.number(),
  messageId: z.number(),
  createdAtMs: z.number(),
  tandemRef: z.string().nullable(),
  quotes: z.array(z.number()),
});

/** What the engine was given for a customer, in its order. */
const zHeard = z.object({
  engineConversationId: z.string(),
  messageId: z.string(),
  createdAtMs: z.number(),
  turnId: z.string().nullable(),
  quotes: z.array(z.number()),
});

/** What the engine's bot said, in its order, and when its webhook was answered 2xx. */
const zSaid = z.object({
  engineConversationId: z.string(),
  messageId: z.string(),
  createdAtMs: z.number(),
  acknowledgedAtMs: zTime,
  quotes: z.array(z.number()),
});

/** A change in Chatwoot that makes a human or the bot the owner. */
const zOwnerEvent = z.object({
  conversationId: z.number(),
  owner: z.enum(['human', 'bot']),
  /** An agent wrote: from then on not even notices may be sent. */
  isAgentReply: z.boolean(),
  sentAtMs: z.number(),
  acknowledgedAtMs: zTime,
});

/** What the fakes saw, in the order in which it happened there. */
export const zTranscripts = z.object({
  customerMessages: z.array(zCustomerMessage),
  shown: z.array(zShown),
  heard: z.array(zHeard),
  said: z.array(zSaid),
  ownerEvents: z.array(zOwnerEvent),
  /** When Chatwoot gave conversations to humans because a webhook had failed for good. */
  opened: z.array(z.object({ conversationId: z.number(), atMs: z.number() })),
  /** Conversations in which the bot still showed typing at the end. */
  stillTyping: z.array(z.number()),
  /** Webhooks answered as seen before. */
  duplicatesAnswered: z.number(),
  slowestAnswerMs: z.number(),
  /** How often each fault of the fakes struck. */
  struck: z.record(z.string(), z.number()),
});
export type Transcripts = z.output<typeof zTranscripts>;
export type CustomerMessage = Transcripts['customerMessages'][number];
export type Shown = Transcripts['shown'][number];
export type Heard = Transcripts['heard'][number];
export type Said = Transcripts['said'][number];

export interface InboundRow {
  id: string;
  conversationId: number;
  kind: string;
  /** `reply`: fetched from the engine by Tandem itself. */
  source: string;
  channelMessageId: number | null;
  dedupeKey: string;
  duplicates: number;
  state: 'pending' | 'in-turn' | 'ended';
  isLate: boolean;
  turnId: string | null;
  endKind: string | null;
  endReason: string | null;
  receivedAtMs: number;
  endedAtMs: number | null;
}

export interface TurnRow {
  id: string;
  conversationId: number;
  state: 'sending' | 'waiting' | 'answered' | 'ended';
  takenAtMs: number | null;
  endKind: string | null;
  endReason: string | null;
  createdAtMs: number;
  endedAtMs: number | null;
}

export interface OutboundRow {
  id: string;
  conversationId: number;
  position: number;
  turnId: string | null;
  inboundId: string | null;
  kind: 'reply' | 'notice' | 'handoff-notice' | 'status';
  state: 'pending' | 'sending' | 'unknown' | 'sent' | 'suppressed' | 'dead';
  reason: string | null;
  claimedAtMs: number | null;
  sentAtMs: number | null;
  createdAtMs: number;
}

export interface AttemptRow {
  subjectId: string;
  hop: 'engine' | 'channel';
  outcome: string;
  detail: string | null;
  worker: string;
  createdAtMs: number;
}

export interface OwnerChangeRow {
  conversationId: number;
  owner: 'human' | 'bot';
  reason: string;
  createdAtMs: number;
}

/** The ledger of one run, oldest first. */
export interface Ledger {
  inbound: InboundRow[];
  turns: TurnRow[];
  outbound: OutboundRow[];
  attempts: AttemptRow[];
  ownerChanges: OwnerChangeRow[];
}

export interface Facts {
  transcripts: Transcripts;
  ledger: Ledger;
}

/** One broken promise. */
export interface Violation {
  kind: 'lost' | 'doubled' | 'disordered' | 'spoken-over';
  what: string;
  conversationId: number;
  /** Chatwoot's ids of the customer's messages it is about. */
  messageIds: number[];
}
