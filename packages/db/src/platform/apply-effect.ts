import type { Direction } from '@tandem/schemas';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import type { Effect, NewInbound } from './accept-inbound.ts';
import { deleteMessage } from './delete-message.ts';

type OwnerEffect = Extract<Effect, { type: 'owner' }>;
type EchoEffect = Extract<Effect, { type: 'echo' }>;

/**
 * Carries out what an event changes at the moment it is stored: a takeover or return, or the proof that a send arrived.
 * Answers the lane that has work because of it.
 */
export async function applyEffect(
  tx: Kysely<Tables>,
  row: NewInbound,
  effect: Effect,
): Promise<Direction | null> {
  switch (effect.type) {
    case 'owner':
      await changeOwner(tx, row, effect);
      return null;
    case 'deleted':
      await deleteMessage(tx, row, effect);
      return null;
    case 'echo':
      return (await confirmSend(tx, row, effect)) ? 'to-channel' : null;
  }
}

/** Also before a session exists: the pause is a property of the conversation. */
async function changeOwner(tx: Kysely<Tables>, row: NewInbound, effect: OwnerEffect): Promise<void> {
  const replied = effect.agentReplied ? 1 : 0;
  await sql`
    INSERT INTO ownership_changes
      (tenant_id, id, session_id, from_owner, to_owner, reason, actor, cause_id, created_at)
    SELECT tenant_id, ${effect.changeId}, id, owner, ${effect.owner}, ${effect.reason}, ${effect.actor}, ${row.id}, ${row.receivedAt}
    FROM chat_sessions
    WHERE tenant_id = ${row.tenantId} AND connection_id = ${row.connectionId}
      AND conversation_id = ${row.conversationId} AND owner <> ${effect.owner}
    FOR UPDATE`.execute(tx);
  await sql`
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
      last_activity_at = VALUES(last_activity_at)`.execute(tx);
}

/** The echo settles a send. One whose outcome nobody knew holds its lane up: that looks again at once. */
async function confirmSend(tx: Kysely<Tables>, row: NewInbound, effect: EchoEffect): Promise<boolean> {
  const wasUnknown = await confirm(tx, { row, effect, state: 'unknown' });
  if (!wasUnknown) {
    await confirm(tx, { row, effect, state: 'sending' });
    return false;
  }
  await tx
    .updateTable('lanes')
    .where('tenant_id', '=', row.tenantId)
    .where('connection_id', '=', row.connectionId)
    .where('conversation_id', '=', row.conversationId)
    .where('direction', '=', 'to-channel')
    .set({ due_at: row.receivedAt, dirty: 1 })
    .execute();
  return true;
}

async function confirm(
  tx: Kysely<Tables>,
  input: { row: NewInbound; effect: EchoEffect; state: 'sending' | 'unknown' },
): Promise<boolean> {
  const { row, effect, state } = input;
  const confirmed = await tx
    .updateTable('outbound_messages')
    .where('tenant_id', '=', row.tenantId)
    .where('connection_id', '=', row.connectionId)
    .where('conversation_id', '=', row.conversationId)
    .where('id', '=', effect.outboundId)
    .where('state', '=', state)
    .set({
      state: 'sent',
      channel_message_id: effect.channelMessageId,
      sent_at: row.receivedAt,
      settle_at: null,
    })
    .executeTakeFirst();
  return confirmed.numUpdatedRows > 0n;
}
