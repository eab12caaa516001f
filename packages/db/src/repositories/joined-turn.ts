import type { SessionId, TurnId } from '@tandem/schemas';
import type { TurnsTable } from '../schema/tables.ts';
import type { Turn } from './turns.ts';

/** The columns of a turn joined as `t`, under names of their own. */
export const turnColumns = [
  't.id as turn_id',
  't.session_id as turn_session_id',
  't.engine_conversation_id as turn_engine_conversation_id',
  't.state as turn_state',
  't.attempts as turn_attempts',
  't.config_version as turn_config_version',
  't.channel_message_id as turn_channel_message_id',
  't.taken_at as turn_taken_at',
  't.next_attempt_at as turn_next_attempt_at',
  't.deadline_at as turn_deadline_at',
  't.check_at as turn_check_at',
  't.created_at as turn_created_at',
] as const;

interface JoinedTurn {
  turn_id: string | null;
  turn_session_id: string | null;
  turn_engine_conversation_id: string | null;
  turn_state: TurnsTable['state'] | null;
  turn_attempts: number | null;
  turn_config_version: number | null;
  turn_channel_message_id: number | null;
  turn_taken_at: Date | null;
  turn_next_attempt_at: Date | null;
  turn_deadline_at: Date | null;
  turn_check_at: Date | null;
  turn_created_at: Date | null;
}

/** The turn of a joined row; none when the join found none. */
export function toJoinedTurn(row: JoinedTurn): Turn[] {
  const { turn_id: id, turn_state: state, turn_deadline_at: deadlineAt, turn_created_at: createdAt } = row;
  if (id === null || state === null || deadlineAt === null || createdAt === null) return [];
  return [
    {
      id: id as TurnId,
      sessionId: row.turn_session_id as SessionId,
      engineConversationId: row.turn_engine_conversation_id ?? '',
      state,
      attempts: row.turn_attempts ?? 0,
      configVersion: row.turn_config_version ?? 0,
      channelMessageId: row.turn_channel_message_id,
      takenAt: row.turn_taken_at,
      nextAttemptAt: row.turn_next_attempt_at,
      deadlineAt,
      checkAt: row.turn_check_at,
      createdAt,
    },
  ];
}
