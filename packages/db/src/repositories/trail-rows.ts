import type { Owner } from '@tandem/schemas';
import type {
  DeadLettersTable,
  InboundMessagesTable,
  OutboundMessagesTable,
  TurnsTable,
} from '../schema/tables.ts';

/** Which message the trail is wanted of: one of our ids (message, reply or turn), or Chatwoot's message id. */
export type TrailReference = { by: 'id'; id: string } | { by: 'channel-message'; id: number };

/** One conversation of one connection. */
export interface Place {
  connectionId: string;
  conversationId: number;
}

export interface TrailMessage extends Place {
  id: string;
  kind: string;
  state: InboundMessagesTable['state'];
  channelMessageId: number | null;
  duplicates: number;
  late: 0 | 1;
  availableAt: Date | null;
  turnId: string | null;
  endKind: string | null;
  endReason: string | null;
  endedAt: Date | null;
  receivedAt: Date;
}

export interface TrailTurn extends Place {
  id: string;
  state: TurnsTable['state'];
  configVersion: number;
  knowledgeLeftOut: number;
  takenAt: Date | null;
  nextAttemptAt: Date | null;
  deadlineAt: Date;
  endKind: string | null;
  endReason: string | null;
  endedAt: Date | null;
  createdAt: Date;
}

export interface TrailReply extends Place {
  id: string;
  turnId: string | null;
  inboundId: string | null;
  kind: OutboundMessagesTable['kind'];
  /** Which step it is, of those that no customer sees; null for words. */
  step: string | null;
  state: OutboundMessagesTable['state'];
  reason: string | null;
  nextAttemptAt: Date | null;
  settleAt: Date | null;
  channelMessageId: number | null;
  sentAt: Date | null;
  createdAt: Date;
}

export interface TrailAttempt {
  id: string;
  subjectId: string;
  hop: 'engine' | 'channel';
  number: number;
  outcome: string;
  status: number | null;
  detail: string | null;
  durationMs: number;
  createdAt: Date;
}

/** What an operator did with a message that had died. */
export interface TrailLetter {
  id: string;
  state: DeadLettersTable['state'];
  settledBy: string | null;
  settledWhy: string | null;
  settledAt: Date | null;
}

export interface TrailOwnerChange {
  id: string;
  to: Owner;
  reason: string;
  actor: string;
  createdAt: Date;
}

export type TrailSubject =
  | { type: 'message'; row: TrailMessage }
  | { type: 'reply'; row: TrailReply }
  | { type: 'turn'; row: TrailTurn };

/** Every row that tells about one message. */
export interface Trail {
  subject: TrailSubject;
  sessionId: string | null;
  turn: TrailTurn | null;
  /** What the turn merged, and the engine's answers to it; in the order of arrival. */
  messages: TrailMessage[];
  /** In the session's order. */
  replies: TrailReply[];
  attempts: TrailAttempt[];
  letters: TrailLetter[];
  /** Of the session, since the first of all these. */
  ownerChanges: TrailOwnerChange[];
}
