import type { ConversationKey, SessionId, TurnId } from '@tandem/schemas';
import { type Selectable, sql } from 'kysely';
import type { TurnsTable } from '../schema/tables.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { End } from './inbound.ts';

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
  async open(key: Conversation): Promise<Turn[]> {
    const rows = await this.#db
      .select('turns')
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId)
      .where((eb) =>
        eb.or([eb('state', 'in', ['sending', 'waiting', 'answered']), eb('check_at', 'is not', null)]),
      )
      .selectAll()
      .orderBy('id')
      .execute();
    return rows.map(toTurn);
  }

  /** Begins a turn with the messages put into it just before; false when there are none. */
  begin(key: Conversation, turn: NewTurn): Statement<boolean> {
    return this.#db.rawStatement(
      (tenantId) => sql`
        INSERT INTO turns (tenant_id, id, connection_id, conversation_id, session_id, engine_conversation_id, state,
          config_version, channel_message_id, deadline_at, created_at)
        SELECT ${tenantId}, ${turn.id}, ${key.connectionId}, ${key.conversationId}, ${turn.sessionId},
          ${turn.engineConversationId}, 'sending', ${turn.configVersion}, ${turn.channelMessageId}, ${turn.deadlineAt},
          ${turn.createdAt}
        FROM inbound_messages i
        WHERE i.tenant_id = ${tenantId} AND i.connection_id = ${key.connectionId}
          AND i.conversation_id = ${key.conversationId} AND i.state = 'in-turn' AND i.turn_id = ${turn.id}
        LIMIT 1`,
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
   * The engine has it; its session shows typing from now on. `newestMessageId`: what comes later with a lower id is late.
   * Nothing is changed when it is no longer `sending`.
   */
  taken(
    id: TurnId,
    input: { takenAt: Date; checkAt: Date; newestMessageId: number; at: Date },
  ): Statement<void> {
    return this.#db.rawStatement(
      (tenantId) => sql`
        UPDATE turns t
        JOIN chat_sessions s ON s.tenant_id = t.tenant_id AND s.id = t.session_id
        SET t.state = 'waiting', t.taken_at = ${input.takenAt}, t.check_at = ${input.checkAt},
          t.next_attempt_at = NULL, t.attempts = t.attempts + 1, s.typing = 1, s.last_activity_at = ${input.at},
          s.last_taken_message_id = GREATEST(COALESCE(s.last_taken_message_id, 0), ${input.newestMessageId})
        WHERE t.tenant_id = ${tenantId} AND s.tenant_id = ${tenantId} AND t.id = ${id} AND t.state = 'sending'`,
      () => undefined,
    );
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
    const answered = this.#db
      .update('turns')
      .where('id', '=', id)
      .where('state', 'in', ['sending', 'waiting'])
      .set({ state: 'answered', check_at: null });
    return this.#db.statement(answered, () => undefined);
  }

  /** Gives a turn and the messages it merged their one end, in one statement. A turn that has its end keeps it. */
  end(key: Conversation, id: TurnId, end: End, at: Date): Statement<void> {
    const reason = end.reason.slice(0, 500);
    return this.#db.rawStatement(
      (tenantId) => sql`
        UPDATE turns t
        LEFT JOIN inbound_messages i ON i.tenant_id = t.tenant_id AND i.connection_id = t.connection_id
          AND i.conversation_id = t.conversation_id AND i.state = 'in-turn' AND i.turn_id = t.id
        SET t.state = 'ended', t.check_at = NULL, t.next_attempt_at = NULL,
          t.end_kind = ${end.kind}, t.end_reason = ${reason}, t.ended_at = ${at},
          i.state = 'ended', i.end_kind = ${end.kind}, i.end_reason = ${reason}, i.ended_at = ${at}
        WHERE t.tenant_id = ${tenantId} AND t.connection_id = ${key.connectionId}
          AND t.conversation_id = ${key.conversationId} AND t.id = ${id} AND t.state <> 'ended'`,
      () => undefined,
    );
  }
}

const toTurn = (row: Selectable<TurnsTable>): Turn => ({
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
