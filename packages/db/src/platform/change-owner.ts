import type { InboundId, SessionId } from '@tandem/schemas';
import { type RawBuilder, sql } from 'kysely';
import type { OwnerState } from '../repositories/session-rows.ts';
import type { NewInbound } from './accept-inbound.ts';

/** An event of Chatwoot says who owns the conversation. */
export interface OwnerEffect {
  type: 'owner';
  /** What it makes of a conversation of which nothing is known. */
  state: OwnerState;
  /** `newer`: a status is obeyed only when it is not older than what was obeyed before; an agent's words always count. */
  obeyed: 'newer' | 'always';
  changeId: string;
  /** Used when the conversation has no session yet: a takeover may come first. */
  session: {
    id: SessionId;
    inboxId: number | null;
    contactId: number | null;
    engineUserId: string;
    engineConversationId: string;
  };
}

type Row = Pick<NewInbound, 'tenantId' | 'connectionId' | 'conversationId' | 'receivedAt'> & {
  id: InboundId;
};

interface OwnerStatement {
  query: RawBuilder<unknown>;
  /** Whether it writes a change down, which it does only when there is one. */
  isRecord: boolean;
}

/**
 * The owner as an event changes it, in the commit that stores the event, also before a session exists: the pause is a property
 * of the conversation. It does what `decideOwner` of core says for each state it may find, which a test there compares.
 * MySQL assigns from left to right, so what conditions read comes last.
 */
export function changeOwner(row: Row, effect: OwnerEffect): OwnerStatement[] {
  const { state, session } = effect;
  const asOf = state.ownerAsOf;
  const isObeyed = effect.obeyed === 'always' ? sql`1 = 1` : sql`owner_as_of <= ${asOf}`;
  const note = sql`
    INSERT INTO ownership_changes
      (tenant_id, id, session_id, from_owner, to_owner, reason, actor, cause_id, created_at)
    SELECT tenant_id, ${effect.changeId}, id, owner, ${state.owner}, ${state.ownerReason}, ${state.ownerActor}, ${row.id}, ${row.receivedAt}
    FROM chat_sessions
    WHERE tenant_id = ${row.tenantId} AND connection_id = ${row.connectionId}
      AND conversation_id = ${row.conversationId} AND owner <> ${state.owner} AND ${isObeyed}
    FOR UPDATE`;
  const takes = sql`(owner <> VALUES(owner) AND ${isObeyed})`;
  const change = sql`
    INSERT INTO chat_sessions
      (tenant_id, id, connection_id, conversation_id, inbox_id, contact_id, engine_user_id, engine_conversation_id,
       engine_generation, engine_open, owner, owner_reason, owner_actor, owner_since, owner_cause, owner_as_of,
       agent_replied, resume_at, last_activity_at, created_at)
    VALUES
      (${row.tenantId}, ${session.id}, ${row.connectionId}, ${row.conversationId}, ${session.inboxId},
       ${session.contactId}, ${session.engineUserId}, ${session.engineConversationId},
       1, 0, ${state.owner}, ${state.ownerReason}, ${state.ownerActor}, ${state.ownerSince}, ${state.ownerCause}, ${asOf},
       ${state.agentReplied ? 1 : 0}, ${state.resumeAt}, ${row.receivedAt}, ${row.receivedAt})
    ON DUPLICATE KEY UPDATE
      owner_reason = CASE WHEN ${takes} THEN VALUES(owner_reason) ELSE owner_reason END,
      owner_actor = CASE WHEN ${takes} THEN VALUES(owner_actor) ELSE owner_actor END,
      owner_since = CASE WHEN ${takes} THEN VALUES(owner_since) ELSE owner_since END,
      owner_cause = CASE WHEN ${takes} THEN VALUES(owner_cause) ELSE owner_cause END,
      unattended_at = CASE WHEN ${takes} OR VALUES(agent_replied) = 1 THEN NULL ELSE unattended_at END,
      resume_at = CASE WHEN ${takes} THEN VALUES(resume_at) ELSE resume_at END,
      tell_bot_at = CASE WHEN NOT ${takes} THEN tell_bot_at WHEN VALUES(owner) = 'bot' THEN VALUES(owner_since) END,
      agent_replied = CASE WHEN ${takes} THEN VALUES(agent_replied)
        ELSE GREATEST(agent_replied, VALUES(agent_replied)) END,
      owner = CASE WHEN ${isObeyed} THEN VALUES(owner) ELSE owner END,
      owner_as_of = GREATEST(owner_as_of, VALUES(owner_as_of)),
      last_activity_at = VALUES(last_activity_at)`;
  const record = { query: note, isRecord: true };
  const first = { query: noteFirst(row, effect), isRecord: true };
  return [record, { query: change, isRecord: false }, ...(state.owner === 'human' ? [first] : [])];
}

/** A session made just now, which a human owns from the start. */
const noteFirst = (row: Row, { session, changeId }: OwnerEffect): RawBuilder<unknown> => sql`
    INSERT INTO ownership_changes
      (tenant_id, id, session_id, from_owner, to_owner, reason, actor, cause_id, created_at)
    SELECT tenant_id, ${changeId}, id, NULL, owner, owner_reason, owner_actor, ${row.id}, ${row.receivedAt}
    FROM chat_sessions
    WHERE tenant_id = ${row.tenantId} AND id = ${session.id}`;
