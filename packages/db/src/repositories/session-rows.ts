import type { ConnectionId, Option, Owner, SessionId, TurnId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { parseJson } from '../parse-json.ts';
import type { ChatSessionsTable } from '../schema/tables.ts';

/** Chatwoot conversation ↔ engine conversation, and who owns it. */
export interface Session {
  id: SessionId;
  connectionId: ConnectionId;
  conversationId: number;
  inboxId: number | null;
  contactId: number | null;
  engineUserId: string;
  engineConversationId: string;
  engineGeneration: number;
  engineOpen: boolean;
  owner: Owner;
  ownerReason: string;
  ownerActor: string;
  ownerSince: Date;
  agentReplied: boolean;
  typing: boolean;
  lastTakenMessageId: number | null;
  fallbackAt: Date | null;
  offered: OfferedChoices | null;
  welcomed: boolean;
  /** The language the customer's messages last showed, as `de-AT`; null: not known. */
  locale: string | null;
  /** How many messages of the bot there were since the engine last took one of the customer. */
  botStreak: number;
  lastActivityAt: Date;
}

/** What the bot last offered to choose from. `turnId`: whose answer offered it; null when it belongs to none. */
export interface OfferedChoices {
  turnId: TurnId | null;
  options: Option[];
}

/** A change of owner with its reason: `causeId` is the InboundMessage or Turn behind it. */
export interface OwnerChange {
  id: string;
  owner: Owner;
  reason: string;
  actor: string;
  causeId: string | null;
  at: Date;
}

/** The row of a change of owner. */
export const toChangeRow = (sessionId: SessionId, from: Owner, change: OwnerChange) => ({
  id: change.id,
  session_id: sessionId,
  from_owner: from,
  to_owner: change.owner,
  reason: change.reason.slice(0, 500),
  actor: change.actor,
  cause_id: change.causeId,
  created_at: change.at,
});

/** The columns of which a `Session` is made. */
export const sessionColumns = [
  'id',
  'connection_id',
  'conversation_id',
  'inbox_id',
  'contact_id',
  'engine_user_id',
  'engine_conversation_id',
  'engine_generation',
  'engine_open',
  'owner',
  'owner_reason',
  'owner_actor',
  'owner_since',
  'agent_replied',
  'typing',
  'last_taken_message_id',
  'fallback_at',
  'offered_choices',
  'welcomed',
  'locale',
  'bot_streak',
  'last_activity_at',
] as const;

export type SessionRow = Pick<Selectable<ChatSessionsTable>, (typeof sessionColumns)[number]>;

export const toSession = (row: SessionRow): Session => ({
  id: row.id as SessionId,
  connectionId: row.connection_id as ConnectionId,
  conversationId: row.conversation_id,
  inboxId: row.inbox_id,
  contactId: row.contact_id,
  engineUserId: row.engine_user_id,
  engineConversationId: row.engine_conversation_id,
  engineGeneration: row.engine_generation,
  engineOpen: row.engine_open === 1,
  owner: row.owner,
  ownerReason: row.owner_reason,
  ownerActor: row.owner_actor,
  ownerSince: row.owner_since,
  agentReplied: row.agent_replied === 1,
  typing: row.typing === 1,
  lastTakenMessageId: row.last_taken_message_id,
  fallbackAt: row.fallback_at,
  offered: row.offered_choices === null ? null : parseJson<OfferedChoices>(row.offered_choices),
  welcomed: row.welcomed === 1,
  locale: row.locale,
  botStreak: row.bot_streak,
  lastActivityAt: row.last_activity_at,
});
