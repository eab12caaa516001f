import type { ConversationKey, OutboundId, Owner, SessionId, TurnId } from '@tandem/schemas';
import { sql } from 'kysely';
import type { OutboundMessagesTable } from '../schema/tables.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import {
  appendOutbound,
  claimAppended,
  claimOutbound,
  type NewOutbound,
  recordSent,
} from './outbound-changes.ts';
import { type Outbound, openOutbound } from './outbound-rows.ts';
import { type TurnOutcome, toOutcome } from './turn-outcome.ts';

type Conversation = Omit<ConversationKey, 'tenantId'>;
type Kind = OutboundMessagesTable['kind'];

interface ClaimInput {
  sessionId: SessionId;
  kind: Kind;
  owner: Owner;
  at: Date;
}

/** The OutboundMessages of one tenant. */
export class OutboundMessages {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /**
   * Appends messages to their session's order, of which the session row is the counter, also of what the bot says in a row, which
   * is `said` messages more: that is activity. Refused when the session is gone.
   */
  append(
    session: Conversation & { sessionId: SessionId },
    messages: readonly NewOutbound[],
    said = 0,
  ): Statement<void>[] {
    if (messages.length === 0) return [];
    return [this.#db.shaped(appendOutbound, { ...session, messages, said }, () => undefined)];
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

  /** What is still to be carried, in order; what no customer sees last, for nothing waits for it. */
  open(key: Conversation, limit: number): Statement<Outbound[]> {
    return this.#db.rowsOf(openOutbound, { ...key, limit });
  }

  /** The same in a packet shared with other lanes; null: too much is open in them together, ask alone. */
  openShared(key: Conversation, limit: number): Statement<Outbound[] | null> {
    return this.#db.shaped(openOutbound.shape, { ...key, limit });
  }

  /** What was last to be done at the channel for handoffs of a session, as JSON of steps, the newest first. */
  newestSteps(sessionId: SessionId): Statement<string[]> {
    return this.#db.text<{ payload: string }, string[]>(
      `SELECT payload FROM outbound_messages
       WHERE tenant_id = ? AND session_id = ? AND kind = 'handoff' ORDER BY position DESC LIMIT 20`,
      (tenantId) => [tenantId, sessionId],
      ({ rows }) => rows.map(({ payload }) => payload),
    );
  }

  /**
   * Check and claim of a send in one conditional update: as its owner allows (owner-allows.ts), and only in an active tenant.
   * The session row is changed before and the tenant's is locked, so that a takeover or suspension and a claim exclude each other.
   */
  claim(id: OutboundId, input: ClaimInput): Statement<boolean> {
    return this.#db.shaped(claimOutbound, { id, ...input }, (claimed) => claimed > 0);
  }

  /**
   * The same behind `append` of the message, as something that the bot said, in the same packet: that has locked the session and
   * noted the activity. Anywhere else a takeover could come between.
   */
  claimAppended(id: OutboundId, input: ClaimInput): Statement<boolean> {
    return this.#db.shaped(claimAppended, { id, ...input }, (claimed) => claimed > 0);
  }

  sent(id: OutboundId, input: { channelMessageId: number | null; at: Date }): Statement<void> {
    return this.#db.shaped(recordSent, { id, ...input }, (changed) => {
      if (changed > 0) this.#tell(id, 'sent', '');
    });
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
  drop(id: OutboundId, input: { state: 'suppressed' | 'dead'; reason: string }): Statement<boolean> {
    const drop = this.#db
      .update('outbound_messages')
      .where('id', '=', id)
      .where('state', 'in', input.state === 'suppressed' ? ['pending'] : ['pending', 'sending', 'unknown'])
      .set({
        state: input.state,
        reason: sql<string>`LEFT(${input.reason}, 500)`,
        settle_at: null,
        next_attempt_at: null,
      });
    return this.#db.statement(drop, ({ affected }) => {
      if (affected === 1) this.#tell(id, input.state, input.reason);
      return affected === 1;
    });
  }

  /** The sums of what the bot said in each answered turn that is not ended yet; all zero when its reply belongs to another turn. */
  outcomes(key: Conversation): Statement<TurnOutcome[]> {
    return this.#db.text<OutcomeRow, TurnOutcome[]>(
      `SELECT t.id, o.state, o.reason FROM turns t FORCE INDEX (lane)
       LEFT JOIN outbound_messages o FORCE INDEX (turn)
         ON o.tenant_id = t.tenant_id AND o.turn_id = t.id AND o.kind IN ('reply', 'notice')
         AND o.inbound_id IS NOT NULL
       WHERE t.tenant_id = ? AND t.connection_id = ? AND t.conversation_id = ? AND t.state = 'answered'
       ORDER BY o.position`,
      (tenantId) => [tenantId, key.connectionId, key.conversationId],
      ({ rows }) => [...Map.groupBy(rows, (row) => row.id)].map(([id, of]) => toOutcome(id as TurnId, of)),
    );
  }

  #tell(id: OutboundId, end: string, reason: string): void {
    const { onEnd, tenantId } = this.#db;
    onEnd({ what: 'delivery', id, tenantId, end, reason });
  }
}

interface OutcomeRow {
  /** The turn's. */
  id: string;
  state: OutboundMessagesTable['state'] | null;
  reason: string | null;
}
