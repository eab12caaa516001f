import type { InboundId, OutboundId, TurnId } from '@tandem/schemas';
import type { TenantDb } from '../tenant-db.ts';

/** What a webhook was about, to be placed in the trace of its turn. */
export interface TracedIds {
  /** Messages of the customer. */
  messages: readonly InboundId[];
  /** Replies of the bot. */
  replies: readonly InboundId[];
  /** What came back as an echo. */
  sends: readonly OutboundId[];
}

/** Where one of them belongs. `turnId` null: to no turn, and it will not while `isOver`. */
export interface TracePlace {
  id: InboundId | OutboundId;
  turnId: TurnId | null;
  isOver: boolean;
}

/** The way from what webhooks were about to the turns whose traces they belong to. Read behind the answers, never before. */
export class Traces {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** In one statement, by primary keys and the index `inbound`; unknown ids are left out. */
  async places({ messages, replies, sends }: TracedIds): Promise<TracePlace[]> {
    const statements = [
      ...(messages.length > 0 ? [this.#messages(messages)] : []),
      ...(replies.length > 0 ? [this.#replies(replies)] : []),
      ...(sends.length > 0 ? [this.#sends(sends)] : []),
    ];
    return (await this.#db.together(statements)).flat();
  }

  #messages(ids: readonly InboundId[]) {
    return this.#db.statement(
      this.#db
        .select('inbound_messages')
        .where('id', 'in', [...ids])
        .select(['id', 'turn_id', 'state']),
      ({ rows }: { rows: { id: string; turn_id: string | null; state: string }[] }) =>
        rows.map((row) => toPlace(row, row.state === 'ended')),
    );
  }

  #replies(ids: readonly InboundId[]) {
    return this.#db.text<{ id: string; turn_id: string | null; state: string }, TracePlace[]>(
      `SELECT i.id, i.state, (SELECT MIN(o.turn_id) FROM outbound_messages o FORCE INDEX (inbound)
         WHERE o.tenant_id = i.tenant_id AND o.inbound_id = i.id) AS turn_id
       FROM inbound_messages i WHERE i.tenant_id = ? AND i.id IN (${ids.map(() => '?').join(', ')})`,
      (tenantId) => [tenantId, ...ids],
      ({ rows }) => rows.map((row) => toPlace(row, row.state === 'ended')),
    );
  }

  #sends(ids: readonly OutboundId[]) {
    return this.#db.statement(
      this.#db
        .select('outbound_messages')
        .where('id', 'in', [...ids])
        .select(['id', 'turn_id']),
      ({ rows }: { rows: { id: string; turn_id: string | null }[] }) => rows.map((row) => toPlace(row, true)),
    );
  }
}

const toPlace = (row: { id: string; turn_id: string | null }, isOver: boolean): TracePlace => ({
  // Both are what was asked for, or written by the lanes.
  id: row.id as InboundId | OutboundId,
  turnId: row.turn_id as TurnId | null,
  isOver,
});
