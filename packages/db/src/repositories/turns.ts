import type { ConversationKey, InboundId, SessionId, TurnId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { byId, conversationRows } from '../conversation-rows.ts';
import type { TurnsTable } from '../schema/tables.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { End } from './ended-columns.ts';
import {
  answerTurns,
  beginTurns,
  endTurns,
  type NewTurn,
  type TurnTaken,
  takeTurns,
} from './turn-changes.ts';

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

  /** Begins a turn with messages put into it just before, of which `firstId` is one: refused when that is not in it. */
  begin(key: Conversation, turn: NewTurn & { firstId: InboundId }): Statement<null> {
    return this.#db.shaped(beginTurns, { ...key, ...turn });
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

  /** The engine has it: what the bot says is counted anew. Nothing is changed when it is no longer `sending`. */
  taken(turn: { id: TurnId; sessionId: SessionId }, taken: TurnTaken): Statement<void> {
    const { id, sessionId } = turn;
    return this.#db.shaped(takeTurns, { id, sessionId, ...taken }, () => undefined);
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
    return this.#db.shaped(answerTurns, { id }, () => undefined);
  }

  /** Gives a turn and the messages it merged their one end. A turn that has its end keeps it. */
  end(key: Conversation, id: TurnId, end: End, at: Date): Statement<void> {
    return this.#db.shaped(endTurns, { ...key, id, end, at }, ([turns, messages]) => {
      const { onEnd, tenantId } = this.#db;
      if (turns > 0) onEnd({ what: 'turn', id, tenantId, end: end.kind, reason: end.reason, messages });
    });
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
  compare: byId,
  read: (rows) => rows.map(toTurn),
});
