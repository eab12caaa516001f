import type { ConversationKey, InboundId, OutboundId, TurnId } from '@tandem/schemas';
import { sql } from 'kysely';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import { type LetterStanding, toDeadLetter } from './dead-letter-rows.ts';

/** Putting one tenant's dead messages back into their lanes. */
export class LetterReplays {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Null: there is no such dead letter. */
  async standing(id: string): Promise<LetterStanding | null> {
    const row = await this.#db.select('dead_letters').where('id', '=', id).selectAll().executeTakeFirst();
    if (!row) return null;
    const letter = toDeadLetter(row);
    const { direction } = letter;
    const outbound = direction === 'to-channel' ? await this.#said(id) : null;
    const heard = direction === 'to-engine' ? await this.#heard(id) : null;
    const turnId = (outbound ?? heard)?.turnId ?? null;
    const turn = turnId === null ? undefined : await this.#turn(turnId);
    const saidAt = heard?.at ?? turn?.createdAt ?? outbound?.createdAt ?? letter.diedAt;
    const since = { place: letter, saidAt };
    return {
      letter,
      turnId,
      attempts: outbound?.attempts ?? turn?.attempts ?? 0,
      engineConversationId: turn?.engineConversationId ?? null,
      saidAt,
      outbound,
      mergedIds: heard ? await this.#merged(id as InboundId, turnId) : [],
      answeredSince: await this.#hasSince({
        ...since,
        kinds: ['customer-message', 'choice'],
        end: 'answered',
        turnId,
      }),
      humanSince: await this.#hasSince({ ...since, kinds: ['agent-message'], end: null, turnId: null }),
    };
  }

  /** Back into the lane to the channel, at its old place; false when it is not dead. */
  reply(id: OutboundId, expiresAt: Date): Statement<boolean> {
    return this.#db.text(
      `UPDATE outbound_messages
       SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = NULL, claimed_at = NULL, settle_at = NULL,
         expires_at = ?
       WHERE tenant_id = ? AND id = ? AND state = 'dead'`,
      (tenantId) => [expiresAt, tenantId, id],
      ({ affected }) => affected === 1,
    );
  }

  /**
   * The turn of a reply that is carried again has no end any more, nor have its messages: they get theirs when the reply has.
   * Their letters are settled with it. Sent after `reply`, in its transaction.
   */
  turnOfReply(turnId: TurnId, { by, at }: { by: string; at: Date }): Statement<void>[] {
    const letters = this.#db.text(
      `UPDATE dead_letters d
       JOIN inbound_messages i ON i.tenant_id = d.tenant_id AND i.id = d.id
       SET d.state = 'replayed', d.settled_by = ?, d.settled_at = ?
       WHERE d.tenant_id = ? AND i.tenant_id = ? AND i.turn_id = ? AND i.connection_id = d.connection_id
         AND i.conversation_id = d.conversation_id AND d.state = 'dead' AND d.direction = 'to-engine'`,
      (tenantId) => [by.slice(0, 100), at, tenantId, tenantId, turnId],
      () => undefined,
    );
    const turn = this.#db.text(
      `UPDATE turns t
       LEFT JOIN inbound_messages i FORCE INDEX (lane) ON i.tenant_id = t.tenant_id AND i.connection_id = t.connection_id
         AND i.conversation_id = t.conversation_id AND i.state = 'ended' AND i.turn_id = t.id AND i.end_kind = 'dead'
       SET t.state = 'answered', t.end_kind = NULL, t.end_reason = NULL, t.ended_at = NULL,
         i.state = 'in-turn', i.end_kind = NULL, i.end_reason = NULL, i.ended_at = NULL
       WHERE t.tenant_id = ? AND t.id = ? AND t.state = 'ended' AND t.end_kind = 'dead'`,
      (tenantId) => [tenantId, turnId],
      () => undefined,
    );
    return [letters, turn];
  }

  /** Back into the lane to the engine, out of the turn they died in; answers how many were dead. */
  messages(ids: readonly InboundId[]): Statement<number> {
    return this.#db.text(
      `UPDATE inbound_messages
       SET state = 'pending', turn_id = NULL, end_kind = NULL, end_reason = NULL, ended_at = NULL, available_at = NULL
       WHERE tenant_id = ? AND id IN (${ids.map(() => '?').join(', ')}) AND state = 'ended' AND end_kind = 'dead'`,
      (tenantId) => [tenantId, ...ids],
      ({ affected }) => affected,
    );
  }

  async #heard(id: string): Promise<{ turnId: TurnId | null; at: Date } | null> {
    const row = await this.#db
      .select('inbound_messages')
      .where('id', '=', id)
      .select(['turn_id as turnId', 'received_at as at'])
      .executeTakeFirst();
    return row ? { at: row.at, turnId: row.turnId as TurnId | null } : null;
  }

  async #said(id: string) {
    const row = await this.#db
      .select('outbound_messages')
      .where('id', '=', id)
      .select(['turn_id as turnId', 'created_at as createdAt', 'attempts', 'kind', 'payload'])
      .executeTakeFirst();
    return row ? { ...row, turnId: row.turnId as TurnId | null } : null;
  }

  async #turn(id: TurnId) {
    return await this.#db
      .select('turns')
      .where('id', '=', id)
      .select(['attempts', 'created_at as createdAt', 'engine_conversation_id as engineConversationId'])
      .executeTakeFirst();
  }

  /** Of the turn's dead messages, itself among them. */
  async #merged(id: InboundId, turnId: TurnId | null): Promise<InboundId[]> {
    if (turnId === null) return [id];
    const { rows } = await this.#db.raw<{ id: InboundId }>(
      (tenantId) => sql`
        SELECT i.id FROM dead_letters d
        JOIN inbound_messages i FORCE INDEX (lane) ON i.tenant_id = d.tenant_id AND i.connection_id = d.connection_id
          AND i.conversation_id = d.conversation_id AND i.state = 'ended' AND i.turn_id = ${turnId}
        JOIN dead_letters own ON own.tenant_id = i.tenant_id AND own.id = i.id AND own.state = 'dead'
        WHERE d.tenant_id = ${tenantId} AND i.tenant_id = ${tenantId} AND own.tenant_id = ${tenantId} AND d.id = ${id}
        ORDER BY i.id`,
    );
    return rows.map((row) => row.id);
  }

  async #hasSince(input: {
    place: Omit<ConversationKey, 'tenantId'>;
    saidAt: Date;
    kinds: string[];
    end: string | null;
    /** Not those of this turn. */
    turnId: TurnId | null;
  }): Promise<boolean> {
    const { place, saidAt, kinds, end, turnId } = input;
    const row = await this.#db
      .select('inbound_messages')
      .where('connection_id', '=', place.connectionId)
      .where('conversation_id', '=', place.conversationId)
      .where('state', '=', 'ended')
      .where('kind', 'in', kinds)
      .where('received_at', '>', saidAt)
      .$if(end !== null, (query) => query.where('end_kind', '=', end))
      .$if(turnId !== null, (query) =>
        query.where((eb) => eb.or([eb('turn_id', 'is', null), eb('turn_id', '!=', turnId)])),
      )
      .select('id')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }
}
