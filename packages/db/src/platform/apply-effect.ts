import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { type Answer, Statement } from '../statement.ts';
import type { Effect, NewInbound } from './accept-inbound.ts';
import { deleteMessage } from './delete-message.ts';

type OwnerEffect = Extract<Effect, { type: 'owner' }>;
type EchoEffect = Extract<Effect, { type: 'echo' }>;

/**
 * What an event changes at the moment it is stored: a takeover or return, the proof that a send arrived (`onUnknown` is told
 * when that was in doubt until now), or the end of a message taken back.
 */
export function applyEffect(
  db: Kysely<Tables>,
  row: NewInbound,
  effect: Effect,
  onUnknown: () => void,
): Statement<void>[] {
  switch (effect.type) {
    case 'owner':
      return changeOwner(row, effect).map((change) => statement(db, change));
    case 'deleted':
      return [statement(db, deleteMessage(row, effect))];
    case 'echo':
      return [confirmSend(db, row, { effect, onUnknown })];
  }
}

const statement = (db: Kysely<Tables>, change: RawBuilder<unknown>): Statement<void> =>
  new Statement(db, { query: change.compile(db), read: () => undefined });

/** Also before a session exists: the pause is a property of the conversation. */
function changeOwner(row: NewInbound, effect: OwnerEffect): RawBuilder<unknown>[] {
  const replied = effect.agentReplied ? 1 : 0;
  const note = sql`
    INSERT INTO ownership_changes
      (tenant_id, id, session_id, from_owner, to_owner, reason, actor, cause_id, created_at)
    SELECT tenant_id, ${effect.changeId}, id, owner, ${effect.owner}, ${effect.reason}, ${effect.actor}, ${row.id}, ${row.receivedAt}
    FROM chat_sessions
    WHERE tenant_id = ${row.tenantId} AND connection_id = ${row.connectionId}
      AND conversation_id = ${row.conversationId} AND owner <> ${effect.owner}
    FOR UPDATE`;
  const change = sql`
    INSERT INTO chat_sessions
      (tenant_id, id, connection_id, conversation_id, inbox_id, contact_id, engine_user_id, engine_conversation_id,
       engine_generation, engine_open, owner, owner_reason, owner_actor, owner_since, agent_replied, last_activity_at, created_at)
    VALUES
      (${row.tenantId}, ${effect.session.id}, ${row.connectionId}, ${row.conversationId}, ${effect.session.inboxId},
       ${effect.session.contactId}, ${effect.session.engineUserId}, ${effect.session.engineConversationId},
       1, 0, ${effect.owner}, ${effect.reason}, ${effect.actor}, ${row.receivedAt}, ${replied}, ${row.receivedAt}, ${row.receivedAt})
    ON DUPLICATE KEY UPDATE
      owner_reason = CASE WHEN owner <> VALUES(owner) THEN VALUES(owner_reason) ELSE owner_reason END,
      owner_actor = CASE WHEN owner <> VALUES(owner) THEN VALUES(owner_actor) ELSE owner_actor END,
      owner_since = CASE WHEN owner <> VALUES(owner) THEN VALUES(owner_since) ELSE owner_since END,
      agent_replied = CASE WHEN owner <> VALUES(owner) THEN VALUES(agent_replied)
        ELSE GREATEST(agent_replied, VALUES(agent_replied)) END,
      owner = VALUES(owner),
      last_activity_at = VALUES(last_activity_at)`;
  return [note, change];
}

/** The echo settles a send. `LAST_INSERT_ID`, set before `state` is, tells whether that was in doubt. */
function confirmSend(
  db: Kysely<Tables>,
  row: NewInbound,
  { effect, onUnknown }: { effect: EchoEffect; onUnknown: () => void },
): Statement<void> {
  const query = CompiledQuery.raw(
    `UPDATE outbound_messages
     SET attempts = attempts + 0 * LAST_INSERT_ID(state = 'unknown'), state = 'sent', settle_at = NULL,
       channel_message_id = ?, sent_at = ?
     WHERE tenant_id = ? AND id = ? AND connection_id = ? AND conversation_id = ? AND state IN ('sending', 'unknown')`,
    [
      ...[effect.channelMessageId, row.receivedAt],
      ...[row.tenantId, effect.outboundId, row.connectionId, row.conversationId],
    ],
  );
  const read = ({ affected, insertId }: Answer<unknown>) => {
    if (affected > 0 && insertId === 1) onUnknown();
  };
  return new Statement(db, { query, read });
}
