import type { InboundId } from '@tandem/schemas';
import { type RawBuilder, sql } from 'kysely';
import type { NewInbound } from './accept-inbound.ts';

/** The customer took a message back. `tombstoneId`: the row that stands for one whose own webhook has not come yet. */
export interface DeletedEffect {
  type: 'deleted';
  messageId: number;
  /** The dedupe key of the message itself. */
  dedupeKey: string;
  tombstoneId: InboundId;
}

const deletedReason = 'deleted by the customer';

/**
 * A message that waits is not answered, and one whose webhook is overtaken by its deletion will only be a duplicate; what a
 * turn has taken stays as it is. MySQL assigns from left to right, so `state` comes last.
 */
export const deleteMessage = (row: NewInbound, effect: DeletedEffect): RawBuilder<unknown> => sql`
    INSERT INTO inbound_messages
      (tenant_id, id, connection_id, conversation_id, kind, source, channel_message_id, dedupe_key, state,
       end_kind, end_reason, ended_at, received_at, body)
    VALUES
      (${row.tenantId}, ${effect.tombstoneId}, ${row.connectionId}, ${row.conversationId}, 'customer-message', ${row.source},
       ${effect.messageId}, ${effect.dedupeKey}, 'ended', 'suppressed', ${deletedReason}, ${row.receivedAt},
       ${row.receivedAt}, ${row.body})
    ON DUPLICATE KEY UPDATE
      end_kind = CASE WHEN state = 'pending' THEN VALUES(end_kind) ELSE end_kind END,
      end_reason = CASE WHEN state = 'pending' THEN VALUES(end_reason) ELSE end_reason END,
      ended_at = CASE WHEN state = 'pending' THEN VALUES(ended_at) ELSE ended_at END,
      state = CASE WHEN state = 'pending' THEN 'ended' ELSE state END`;
