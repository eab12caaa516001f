import type { ConversationKey, SessionId, TurnId } from '@tandem/schemas';
import { type Selectable, sql } from 'kysely';
import type { TurnsTable } from '../schema/tables.ts';
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

  async begin(key: Conversation, turn: NewTurn): Promise<void> {
    await this.#db
      .insert('turns', [
        {
          id: turn.id,
          connection_id: key.connectionId,
          conversation_id: key.conversationId,
          session_id: turn.sessionId,
          engine_conversation_id: turn.engineConversationId,
          state: 'sending',
          config_version: turn.configVersion,
          channel_message_id: turn.channelMessageId,
          taken_at: null,
          next_attempt_at: null,
          deadline_at: turn.deadlineAt,
          check_at: null,
          end_kind: null,
          end_reason: null,
          ended_at: null,
          created_at: turn.createdAt,
        },
      ])
      .execute();
  }

  /** Another attempt at the engine is due at `nextAttemptAt`; `counted` is false for a wait the engine asked for. */
  async retryAt(id: TurnId, input: { nextAttemptAt: Date; counted: boolean }): Promise<void> {
    await this.#db
      .update('turns')
      .where('id', '=', id)
      .set((eb) => ({
        next_attempt_at: input.nextAttemptAt,
        attempts: input.counted ? eb('attempts', '+', 1) : eb.ref('attempts'),
      }))
      .execute();
  }

  /**
   * The engine has it; its session shows typing from now on. `newestMessageId`: what comes later with a lower id is late.
   * Nothing is changed when it is no longer `sending`.
   */
  async taken(
    id: TurnId,
    input: { takenAt: Date; checkAt: Date; newestMessageId: number; at: Date },
  ): Promise<void> {
    await this.#db.raw(
      (tenantId) => sql`
        UPDATE turns t
        JOIN chat_sessions s ON s.tenant_id = t.tenant_id AND s.id = t.session_id
        SET t.state = 'waiting', t.taken_at = ${input.takenAt}, t.check_at = ${input.checkAt},
          t.next_attempt_at = NULL, t.attempts = t.attempts + 1, s.typing = 1, s.last_activity_at = ${input.at},
          s.last_taken_message_id = GREATEST(COALESCE(s.last_taken_message_id, 0), ${input.newestMessageId})
        WHERE t.tenant_id = ${tenantId} AND s.tenant_id = ${tenantId} AND t.id = ${id} AND t.state = 'sending'`,
    );
  }

  /** The engine surely does not have it after all. Nothing is changed when it is no longer waiting for a reply. */
  async takeBack(id: TurnId): Promise<void> {
    await this.#db
      .update('turns')
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .set((eb) => ({
        state: 'sending',
        taken_at: null,
        check_at: null,
        attempts: eb('attempts', '-', 1),
      }))
      .execute();
  }

  /** How many knowledge entries did not fit into what the engine was sent. */
  async leftOut(id: TurnId, count: number): Promise<void> {
    await this.#db.update('turns').where('id', '=', id).set({ knowledge_left_out: count }).execute();
  }

  async checkAt(id: TurnId, checkAt: Date | null): Promise<void> {
    await this.#db.update('turns').where('id', '=', id).set({ check_at: checkAt }).execute();
  }

  /** A reply to it came. */
  async answered(id: TurnId): Promise<void> {
    await this.#db
      .update('turns')
      .where('id', '=', id)
      .where('state', 'in', ['sending', 'waiting'])
      .set({ state: 'answered', check_at: null })
      .execute();
  }

  /** Gives a turn and the messages it merged their one end, in one statement. A turn that has its end keeps it. */
  async end(key: Conversation, id: TurnId, end: End, at: Date): Promise<void> {
    const reason = end.reason.slice(0, 500);
    await this.#db.raw(
      (tenantId) => sql`
        UPDATE turns t
        LEFT JOIN inbound_messages i ON i.tenant_id = t.tenant_id AND i.connection_id = t.connection_id
          AND i.conversation_id = t.conversation_id AND i.state = 'in-turn' AND i.turn_id = t.id
        SET t.state = 'ended', t.check_at = NULL, t.next_attempt_at = NULL,
          t.end_kind = ${end.kind}, t.end_reason = ${reason}, t.ended_at = ${at},
          i.state = 'ended', i.end_kind = ${end.kind}, i.end_reason = ${reason}, i.ended_at = ${at}
        WHERE t.tenant_id = ${tenantId} AND t.connection_id = ${key.connectionId}
          AND t.conversation_id = ${key.conversationId} AND t.id = ${id} AND t.state <> 'ended'`,
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
