import type { ConversationKey, SessionId, TurnId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { conversationRows } from '../conversation-rows.ts';
import type { TurnsTable } from '../schema/tables.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { End } from './inbound.ts';
import type { LastQuestion } from './session-rows.ts';

type Conversation = Omit<ConversationKey, 'tenantId'>;

/** From a customer's message, or merged burst, to the last reply to it. */
export interface Turn {
  id: TurnId;
  sessionId: SessionId;
  engineConversationId: string;
  state: 'sending' | 'waiting' | 'answered' | 'ended';
  attempts: number;
  configVersion: number;
  channelMessageId: number | null;
  takenAt: Date | null;
  nextAttemptAt: Date | null;
  deadlineAt: Date;
  checkAt: Date | null;
  createdAt: Date;
}

export interface NewTurn {
  id: TurnId;
  sessionId: SessionId;
  engineConversationId: string;
  configVersion: number;
  channelMessageId: number | null;
  deadlineAt: Date;
  createdAt: Date;
}

/** The Turns of one tenant. */
export class Turns {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Turns of a conversation that are not ended, and ended ones that are still to be checked; oldest first. */
  open(key: Conversation): Statement<Turn[]> {
    return this.#db.shaped(openTurns.shape, key);
  }

  /** Begins a turn with the messages put into it just before; false when there are none. */
  begin(key: Conversation, turn: NewTurn): Statement<boolean> {
    return this.#db.text(
      `INSERT INTO turns (tenant_id, id, connection_id, conversation_id, session_id, engine_conversation_id, state,
         config_version, channel_message_id, deadline_at, created_at)
       SELECT i.tenant_id, i.turn_id, i.connection_id, i.conversation_id, ?, ?, 'sending', ?, ?, ?, ?
       FROM inbound_messages i FORCE INDEX (lane)
       WHERE i.tenant_id = ? AND i.connection_id = ? AND i.conversation_id = ? AND i.state = 'in-turn' AND i.turn_id = ?
       LIMIT 1`,
      (tenantId) => [
        turn.sessionId,
        turn.engineConversationId,
        turn.configVersion,
        turn.channelMessageId,
        turn.deadlineAt,
        turn.createdAt,
        tenantId,
        key.connectionId,
        key.conversationId,
        turn.id,
      ],
      ({ affected }) => affected === 1,
    );
  }

  /** Another attempt at the engine is due at `nextAttemptAt`; `counted` is false for a wait the engine asked for. */
  retryAt(id: TurnId, input: { nextAttemptAt: Date; counted: boolean }): Statement<void> {
    const retry = this.#db
      .update('turns')
      .where('id', '=', id)
      .set((eb) => ({
        next_attempt_at: input.nextAttemptAt,
        attempts: input.counted ? eb('attempts', '+', 1) : eb.ref('attempts'),
      }));
    return this.#db.statement(retry, () => undefined);
  }

  /**
   * The engine has it: what the bot says is counted anew. `newestMessageId`: what comes later with a lower id is late;
   * `question`: what it asked. Nothing is changed when it is no longer `sending`.
   */
  taken(
    id: TurnId,
    input: {
      takenAt: Date;
      checkAt: Date;
      newestMessageId: number;
      question: LastQuestion;
      at: Date;
    },
  ): Statement<void> {
    return this.#db.text(
      `UPDATE turns t
       JOIN chat_sessions s ON s.tenant_id = t.tenant_id AND s.id = t.session_id
       SET t.state = 'waiting', t.taken_at = ?, t.check_at = ?, t.next_attempt_at = NULL, t.attempts = t.attempts + 1,
         s.last_activity_at = ?, s.bot_streak = 0, s.last_question = ?,
         s.last_taken_message_id = GREATEST(COALESCE(s.last_taken_message_id, 0), ?)
       WHERE t.tenant_id = ? AND s.tenant_id = ? AND t.id = ? AND t.state = 'sending'`,
      (tenantId) => [
        ...[input.takenAt, input.checkAt, input.at],
        JSON.stringify(input.question),
        input.newestMessageId,
        tenantId,
        tenantId,
        id,
      ],
      () => undefined,
    );
  }

  /** Whether the bot owes it a reply and may give one. */
  isAwaited(id: TurnId): Statement<boolean> {
    return this.#db.text(
      `SELECT t.id FROM turns t JOIN chat_sessions s ON s.tenant_id = t.tenant_id AND s.id = t.session_id
       WHERE t.tenant_id = ? AND s.tenant_id = ? AND t.id = ? AND t.state IN ('sending', 'waiting') AND s.owner = 'bot'`,
      (tenantId) => [tenantId, tenantId, id],
      ({ rows }) => rows.length === 1,
    );
  }

  /** The engine surely does not have it after all. Nothing is changed when it is no longer waiting for a reply. */
  takeBack(id: TurnId): Statement<void> {
    const back = this.#db
      .update('turns')
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .set((eb) => ({
        state: 'sending',
        taken_at: null,
        check_at: null,
        attempts: eb('attempts', '-', 1),
      }));
    return this.#db.statement(back, () => undefined);
  }

  /** How many knowledge entries did not fit into what the engine was sent. */
  async leftOut(id: TurnId, count: number): Promise<void> {
    await this.#db.update('turns').where('id', '=', id).set({ knowledge_left_out: count }).execute();
  }

  checkAt(id: TurnId, checkAt: Date | null): Statement<void> {
    const check = this.#db.update('turns').where('id', '=', id).set({ check_at: checkAt });
    return this.#db.statement(check, () => undefined);
  }

  /** A reply to it came. */
  answered(id: TurnId): Statement<void> {
    return this.#db.text(
      `UPDATE turns SET state = 'answered', check_at = NULL WHERE tenant_id = ? AND id = ? AND state IN ('sending', 'waiting')`,
      (tenantId) => [tenantId, id],
      () => undefined,
    );
  }

  /** Gives a turn and the messages it merged their one end, in one statement. A turn that has its end keeps it. */
  end(key: Conversation, id: TurnId, end: End, at: Date): Statement<void> {
    const reason = end.reason.slice(0, 500);
    return this.#db.text(
      `UPDATE turns t
       LEFT JOIN inbound_messages i FORCE INDEX (lane) ON i.tenant_id = t.tenant_id AND i.connection_id = t.connection_id
         AND i.conversation_id = t.conversation_id AND i.state = 'in-turn' AND i.turn_id = t.id
       SET t.state = 'ended', t.check_at = NULL, t.next_attempt_at = NULL,
         t.end_kind = ?, t.end_reason = ?, t.ended_at = ?,
         i.state = 'ended', i.end_kind = ?, i.end_reason = ?, i.ended_at = ?
       WHERE t.tenant_id = ? AND t.connection_id = ? AND t.conversation_id = ? AND t.id = ? AND t.state <> 'ended'`,
      (tenantId) => [
        ...[end.kind, reason, at],
        ...[end.kind, reason, at],
        tenantId,
        key.connectionId,
        key.conversationId,
        id,
      ],
      ({ affected }) => {
        const { onEnd, tenantId } = this.#db;
        if (affected > 0)
          onEnd({ what: 'turn', id, tenantId, end: end.kind, reason: end.reason, messages: affected - 1 });
      },
    );
  }
}

/** The columns of which a `Turn` is made. */
const turnColumns = [
  'id',
  'session_id',
  'engine_conversation_id',
  'state',
  'attempts',
  'config_version',
  'channel_message_id',
  'taken_at',
  'next_attempt_at',
  'deadline_at',
  'check_at',
  'created_at',
] as const;

type TurnRow = Pick<Selectable<TurnsTable>, (typeof turnColumns)[number]>;

const toTurn = (row: TurnRow): Turn => ({
  id: row.id as TurnId,
  sessionId: row.session_id as SessionId,
  engineConversationId: row.engine_conversation_id,
  state: row.state,
  attempts: row.attempts,
  configVersion: row.config_version,
  channelMessageId: row.channel_message_id,
  takenAt: row.taken_at,
  nextAttemptAt: row.next_attempt_at,
  deadlineAt: row.deadline_at,
  checkAt: row.check_at,
  createdAt: row.created_at,
});

const openTurns = conversationRows<ConversationKey, TurnRow, Turn[]>({
  columns: turnColumns.join(', '),
  from: 'turns FORCE INDEX (lane)',
  and: {
    text: () => "(state IN ('sending', 'waiting', 'answered') OR (state = 'ended' AND check_at IS NOT NULL))",
    parameters: () => [],
    fits: () => true,
  },
  orderBy: 'id',
  read: (rows) => rows.map(toTurn),
});
