import type { ConnectionId, Option, Owner, OwnerCause, SessionId, TurnId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { parseJson } from '../parse-json.ts';
import type { ChatSessionsTable } from '../schema/tables.ts';

/** Who owns a conversation, since when and why, and what is to happen by itself. */
export interface OwnerState {
  owner: Owner;
  ownerReason: string;
  ownerActor: string;
  ownerSince: Date;
  ownerCause: OwnerCause;
  /** The newest thing said of the owner that was obeyed, on the clock of who said it: what is older is not. */
  ownerAsOf: Date;
  /** Since a human owns, an agent has written. */
  agentReplied: boolean;
  /** When the customer is told that nobody came; null: no handoff waits for an agent. */
  unattendedAt: Date | null;
  /** When to look whether the conversation has been silent for long enough to be the bot's again; null: never. */
  resumeAt: Date | null;
  /** When to tell the bot that humans gave the conversation back; null: nothing to tell. */
  tellBotAt: Date | null;
}

/** Chatwoot conversation ↔ engine conversation, and who owns it. */
export interface Session extends OwnerState {
  id: SessionId;
  connectionId: ConnectionId;
  conversationId: number;
  inboxId: number | null;
  contactId: number | null;
  engineUserId: string;
  engineConversationId: string;
  engineGeneration: number;
  engineOpen: boolean;
  typing: boolean;
  lastTakenMessageId: number | null;
  fallbackAt: Date | null;
  offered: OfferedChoices | null;
  welcomed: boolean;
  /** The language the customer's messages last showed, as `de-AT`; null: not known. */
  locale: string | null;
  /** How many messages of the bot there were since the engine last took one of the customer. */
  botStreak: number;
  fallbacks: FallbackStreak | null;
  lastQuestion: LastQuestion | null;
  /** When the customer was last told that the tenant is closed. */
  outOfHoursAt: Date | null;
  lastActivityAt: Date;
  /** The highest Chatwoot message id that was erased with its contact: what comes late with a lower one is not heard. */
  erasedMessageId: number | null;
}

/** What the bot last offered to choose from. `turnId`: whose answer offered it; null when it belongs to none. */
export interface OfferedChoices {
  turnId: TurnId | null;
  options: Option[];
}

/** The turn that a reply came to last, and how it stands in the row of fallbacks. */
export interface FallbackStreak {
  turnId: TurnId;
  /** Fallbacks in a row before that turn. */
  before: number;
  isFallback: boolean;
  /** ISO 8601. */
  at: string;
}

/** What the last turn asked; `digest` is null when it was no question. */
export interface LastQuestion {
  digest: string | null;
  /** ISO 8601. */
  at: string;
}

/** What becomes of the ownership; `record`: the row that tells of it, `causeId` being the InboundMessage or Turn behind it. */
export interface OwnerChange {
  state: OwnerState;
  record: { id: string; causeId: string | null; at: Date } | null;
}

/** The row of a change of owner. */
export const toChangeRow = (
  sessionId: SessionId,
  from: Owner,
  { state, record }: { state: OwnerState; record: NonNullable<OwnerChange['record']> },
) => ({
  id: record.id,
  session_id: sessionId,
  from_owner: from,
  to_owner: state.owner,
  reason: state.ownerReason.slice(0, 500),
  actor: state.ownerActor,
  cause_id: record.causeId,
  created_at: record.at,
});

/** Ownership as the session's row holds it. */
export const toOwnerColumns = (state: OwnerState) => ({
  owner: state.owner,
  owner_reason: state.ownerReason.slice(0, 500),
  owner_actor: state.ownerActor,
  owner_since: state.ownerSince,
  owner_cause: state.ownerCause,
  owner_as_of: state.ownerAsOf,
  agent_replied: state.agentReplied ? (1 as const) : (0 as const),
  unattended_at: state.unattendedAt,
  resume_at: state.resumeAt,
  tell_bot_at: state.tellBotAt,
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
  'owner_cause',
  'owner_as_of',
  'agent_replied',
  'unattended_at',
  'resume_at',
  'tell_bot_at',
  'typing',
  'last_taken_message_id',
  'fallback_at',
  'offered_choices',
  'welcomed',
  'locale',
  'bot_streak',
  'fallbacks',
  'last_question',
  'out_of_hours_at',
  'last_activity_at',
  'erased_message_id',
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
  ownerCause: row.owner_cause,
  ownerAsOf: row.owner_as_of,
  agentReplied: row.agent_replied === 1,
  unattendedAt: row.unattended_at,
  resumeAt: row.resume_at,
  tellBotAt: row.tell_bot_at,
  typing: row.typing === 1,
  lastTakenMessageId: row.last_taken_message_id,
  fallbackAt: row.fallback_at,
  offered: row.offered_choices === null ? null : parseJson<OfferedChoices>(row.offered_choices),
  welcomed: row.welcomed === 1,
  locale: row.locale,
  botStreak: row.bot_streak,
  fallbacks: row.fallbacks === null ? null : parseJson<FallbackStreak>(row.fallbacks),
  lastQuestion: row.last_question === null ? null : parseJson<LastQuestion>(row.last_question),
  outOfHoursAt: row.out_of_hours_at,
  lastActivityAt: row.last_activity_at,
  erasedMessageId: row.erased_message_id,
});
