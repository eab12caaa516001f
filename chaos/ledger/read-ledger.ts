import type {
  AttemptRow,
  InboundRow,
  Ledger,
  OutboundRow,
  OwnerChangeRow,
  TurnRow,
} from '../compare/facts.ts';
import type { LedgerDatabase } from './open-ledger.ts';

/** Milliseconds since 1970 of a time that is kept as UTC, whatever the session's zone. */
const ms = (column: string): string => `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${column}) DIV 1000`;

/** Everything a run wrote about its messages, oldest first. */
export async function readLedger(database: LedgerDatabase): Promise<Ledger> {
  const inbound = await database.read<Omit<InboundRow, 'isLate'> & { isLate: 0 | 1 }>(
    `SELECT id, conversation_id conversationId, kind, source, channel_message_id channelMessageId, dedupe_key dedupeKey,
       duplicates, state, late isLate, turn_id turnId, end_kind endKind, end_reason endReason,
       ${ms('received_at')} receivedAtMs, ${ms('ended_at')} endedAtMs
     FROM inbound_messages ORDER BY id`,
  );
  const turns = await database.read<TurnRow>(
    `SELECT id, conversation_id conversationId, state, ${ms('taken_at')} takenAtMs, end_kind endKind, end_reason endReason,
       ${ms('created_at')} createdAtMs, ${ms('ended_at')} endedAtMs
     FROM turns ORDER BY id`,
  );
  const outbound = await database.read<OutboundRow>(
    `SELECT id, conversation_id conversationId, position, turn_id turnId, inbound_id inboundId, kind, state, reason,
       ${ms('claimed_at')} claimedAtMs, ${ms('sent_at')} sentAtMs, ${ms('created_at')} createdAtMs
     FROM outbound_messages ORDER BY id`,
  );
  const attempts = await database.read<AttemptRow>(
    `SELECT subject_id subjectId, hop, outcome, detail, worker, ${ms('created_at')} createdAtMs
     FROM delivery_attempts ORDER BY id`,
  );
  const ownerChanges = await database.read<OwnerChangeRow>(
    `SELECT s.conversation_id conversationId, c.to_owner owner, c.reason, ${ms('c.created_at')} createdAtMs
     FROM ownership_changes c JOIN chat_sessions s ON s.tenant_id = c.tenant_id AND s.id = c.session_id ORDER BY c.id`,
  );
  return {
    inbound: inbound.map((row) => ({ ...row, isLate: row.isLate === 1 })),
    turns,
    outbound,
    attempts,
    ownerChanges,
  };
}
