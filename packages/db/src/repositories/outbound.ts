import type { ConversationKey, InboundId, OutboundId, SessionId, TurnId } from '@tandem/schemas';
import { type Selectable, sql } from 'kysely';
import type { OutboundMessagesTable } from '../schema/tables.ts';
import type { TenantDb } from '../tenant-db.ts';

type Conversation = Omit<ConversationKey, 'tenantId'>;
type Kind = OutboundMessagesTable['kind'];

/** The duty to carry one message to the channel. `payload` is JSON: a `Content`, `{status}` for kind `status`, an `ActionStep` for kind `action`. */
export interface Outbound {
  id: OutboundId;
  turnId: TurnId | null;
  kind: Kind;
  payload: string;
  state: OutboundMessagesTable['state'];
  attempts: number;
  nextAttemptAt: Date | null;
  expiresAt: Date;
  claimedAt: Date | null;
  settleAt: Date | null;
  createdAt: Date;
}

export interface NewOutbound {
  id: OutboundId;
  turnId: TurnId | null;
  inboundId: InboundId | null;
  kind: Kind;
  payload: string;
  expiresAt: Date;
  createdAt: Date;
}

/** What became of the outbound messages of one turn. */
export interface TurnOutcome {
  turnId: TurnId;
  open: number;
  sent: number;
  suppressed: number;
  dead: number;
  /** The reason of the newest one that was not sent. */
  reason: string | null;
}

/** The OutboundMessages of one tenant. */
export class OutboundMessages {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Appends messages to their session's order. Must run in a transaction: the session row is the counter. */
  async append(
    session: Conversation & { sessionId: SessionId },
    messages: readonly NewOutbound[],
  ): Promise<void> {
    if (messages.length === 0) return;
    const last = await this.#reserve(session.sessionId, messages.length);
    const rows = messages.map((message, index) => ({
      id: message.id,
      connection_id: session.connectionId,
      conversation_id: session.conversationId,
      session_id: session.sessionId,
      position: last - messages.length + 1 + index,
      turn_id: message.turnId,
      inbound_id: message.inboundId,
      kind: message.kind,
      payload: message.payload,
      state: 'pending' as const,
      reason: null,
      next_attempt_at: null,
      expires_at: message.expiresAt,
      claimed_at: null,
      settle_at: null,
      channel_message_id: null,
      sent_at: null,
      created_at: message.createdAt,
    }));
    await this.#db.insert('outbound_messages', rows).execute();
  }

  /** Replies still on their way may go out although a human is about to own: they were said before. */
  async keepAsNotices(sessionId: SessionId): Promise<void> {
    await this.#db
      .update('outbound_messages')
      .where('session_id', '=', sessionId)
      .where('state', 'in', ['pending', 'sending', 'unknown'])
      .where('kind', '=', 'reply')
      .set({ kind: 'notice' })
      .execute();
  }

  /** What is still to be carried, in order; actions last, for nobody waits for them. */
  async open(key: Conversation, limit: number): Promise<Outbound[]> {
    const rows = await this.#db
      .select('outbound_messages')
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId)
      .where('state', 'in', ['pending', 'sending', 'unknown'])
      .selectAll()
      .orderBy(sql`kind = 'action'`)
      .orderBy('position')
      .limit(limit)
      .execute();
    return rows.map(toOutbound);
  }

  /**
   * Check and claim of a send in one conditional update: a reply only while the bot owns, a notice while the bot owns or no
   * agent has written yet, a status only while its owner stands, all only in an active tenant. The session row is changed
   * too, so that a takeover and a claim exclude each other.
   */
  async claim(
    id: OutboundId,
    input: { kind: Kind; owner: 'bot' | 'human' | 'any'; at: Date },
  ): Promise<boolean> {
    const allowed =
      input.kind === 'notice'
        ? sql`(s.owner = 'bot' OR s.agent_replied = 0)`
        : input.owner === 'any'
          ? sql`1 = 1`
          : sql`s.owner = ${input.owner}`;
    const result = await this.#db.raw(
      (tenantId) => sql`
        UPDATE chat_sessions s
        JOIN outbound_messages o ON o.tenant_id = s.tenant_id AND o.session_id = s.id
        JOIN tenants t ON t.id = s.tenant_id
        SET o.state = 'sending', o.attempts = o.attempts + 1, o.claimed_at = ${input.at}, s.last_activity_at = ${input.at}
        WHERE s.tenant_id = ${tenantId} AND o.tenant_id = ${tenantId} AND o.id = ${id} AND o.state = 'pending'
          AND t.status = 'active' AND ${allowed}`,
    );
    return (result.numAffectedRows ?? 0n) > 0n;
  }

  async sent(id: OutboundId, input: { channelMessageId: number | null; at: Date }): Promise<void> {
    await this.#db
      .update('outbound_messages')
      .where('id', '=', id)
      .where('state', 'in', ['sending', 'unknown'])
      .set({
        state: 'sent',
        channel_message_id: input.channelMessageId,
        sent_at: input.at,
        settle_at: null,
        next_attempt_at: null,
      })
      .execute();
  }

  /** Nothing was stored upstream: it may be tried again. `counted` is false when the attempt is not to count. */
  async retryAt(
    id: OutboundId,
    input: { nextAttemptAt: Date; reason: string; counted: boolean },
  ): Promise<void> {
    await this.#db
      .update('outbound_messages')
      .where('id', '=', id)
      .where('state', 'in', ['sending', 'unknown'])
      .set((eb) => ({
        state: 'pending',
        next_attempt_at: input.nextAttemptAt,
        settle_at: null,
        reason: sql<string>`LEFT(${input.reason}, 500)`,
        attempts: input.counted ? eb.ref('attempts') : eb('attempts', '-', 1),
      }))
      .execute();
  }

  /** Nobody knows whether it was stored: not looked up before `settleAt`. */
  async unknown(id: OutboundId, input: { settleAt: Date; reason: string }): Promise<void> {
    await this.#db
      .update('outbound_messages')
      .where('id', '=', id)
      .where('state', 'in', ['sending', 'unknown'])
      .set({ state: 'unknown', settle_at: input.settleAt, reason: sql<string>`LEFT(${input.reason}, 500)` })
      .execute();
  }

  /** It will not be carried, and why: suppressed only while nothing was sent. False when it has its end already. */
  async drop(id: OutboundId, input: { state: 'suppressed' | 'dead'; reason: string }): Promise<boolean> {
    const result = await this.#db
      .update('outbound_messages')
      .where('id', '=', id)
      .where('state', 'in', input.state === 'suppressed' ? ['pending'] : ['pending', 'sending', 'unknown'])
      .set({
        state: input.state,
        reason: sql<string>`LEFT(${input.reason}, 500)`,
        settle_at: null,
        next_attempt_at: null,
      })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** The sums of each answered turn of a conversation that is not ended yet; all zero when its reply belongs to another turn. */
  async outcomes(key: Conversation): Promise<TurnOutcome[]> {
    const rows = await this.#db
      .select('turns')
      .where('turns.connection_id', '=', key.connectionId)
      .where('turns.conversation_id', '=', key.conversationId)
      .where('turns.state', '=', 'answered')
      .leftJoin('outbound_messages as o', (join) =>
        join
          .onRef('o.tenant_id', '=', 'turns.tenant_id')
          .onRef('o.turn_id', '=', 'turns.id')
          .on('o.kind', 'not in', ['action', 'welcome']),
      )
      .select(['turns.id', 'o.state', 'o.reason', 'o.position'])
      .orderBy('o.position')
      .execute();
    return [...Map.groupBy(rows, (row) => row.id)].map(([id, of]) => ({
      turnId: id as TurnId,
      open: of.filter((row) => row.state !== null && ['pending', 'sending', 'unknown'].includes(row.state))
        .length,
      sent: of.filter((row) => row.state === 'sent').length,
      suppressed: of.filter((row) => row.state === 'suppressed').length,
      dead: of.filter((row) => row.state === 'dead').length,
      reason: of.findLast((row) => row.state === 'suppressed' || row.state === 'dead')?.reason ?? null,
    }));
  }

  async #reserve(sessionId: SessionId, count: number): Promise<number> {
    const result = await this.#db.raw(
      (tenantId) => sql`
        UPDATE chat_sessions SET last_position = LAST_INSERT_ID(last_position + ${count})
        WHERE tenant_id = ${tenantId} AND id = ${sessionId}`,
    );
    if (result.numAffectedRows !== 1n) throw new Error(`session ${sessionId} is gone`);
    return Number(result.insertId);
  }
}

const toOutbound = (row: Selectable<OutboundMessagesTable>): Outbound => ({
  id: row.id as OutboundId,
  turnId: row.turn_id as TurnId | null,
  kind: row.kind,
  payload: row.payload,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  expiresAt: row.expires_at,
  claimedAt: row.claimed_at,
  settleAt: row.settle_at,
  createdAt: row.created_at,
});
