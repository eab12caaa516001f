import type { ConnectionId, Direction, InboundId, OutboundId, TurnId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import type { DeadLettersTable } from '../schema/tables.ts';
import type { Outbound } from './outbound-rows.ts';

/** A message that could not be carried, as it is kept beside the ledger. */
export interface DeadLetter {
  id: InboundId | OutboundId;
  direction: Direction;
  connectionId: ConnectionId;
  conversationId: number;
  kind: string;
  reason: string;
  diedAt: Date;
  state: DeadLettersTable['state'];
  settledBy: string | null;
  settledWhy: string | null;
  settledAt: Date | null;
}

/** Which of them: `reason` is what theirs begins with, `since` the time of death. */
export interface DeadLetterFilter {
  direction?: Direction | undefined;
  reason?: string | undefined;
  since?: Date | undefined;
}

/** What stands around a dead letter: all that says whether it may be replayed, and what that does. */
export interface LetterStanding {
  letter: DeadLetter;
  turnId: TurnId | null;
  attempts: number;
  /** The conversation at the engine that it belongs to; null: none. */
  engineConversationId: string | null;
  /** When what it is about was said. */
  saidAt: Date;
  /** The message on the way to the channel; null: it is the customer's. */
  outbound: Pick<Outbound, 'kind' | 'payload' | 'createdAt'> | null;
  /** Dead messages of the customer that were merged into the same turn, itself among them; empty on the way to the channel. */
  mergedIds: InboundId[];
  /** A newer message of the customer was answered. */
  answeredSince: boolean;
  /** A human has written since. */
  humanSince: boolean;
}

/** Who settled it, and what for. */
export interface Settling {
  state: 'replayed' | 'dropped';
  by: string;
  why: string | null;
  at: Date;
}

export const toDeadLetter = (row: Omit<Selectable<DeadLettersTable>, 'tenant_id'>): DeadLetter => ({
  // We wrote these ids ourselves, from rows of the ledger.
  id: row.id as DeadLetter['id'],
  direction: row.direction,
  connectionId: row.connection_id as ConnectionId,
  conversationId: row.conversation_id,
  kind: row.kind,
  reason: row.reason,
  diedAt: row.died_at,
  state: row.state,
  settledBy: row.settled_by,
  settledWhy: row.settled_why,
  settledAt: row.settled_at,
});
