import type { ConversationKey, InboundId } from '@tandem/schemas';
import type { TenantDb } from '../tenant-db.ts';
import type { End } from './ended-columns.ts';

/** A visitor opened the widget and has no conversation yet. */
export interface WidgetOpening {
  id: InboundId;
  /** `starting`: a conversation was asked for, and nobody recorded what came of it. */
  state: 'pending' | 'starting';
  receivedAt: Date;
  body: Buffer;
}

/** The widget openings of one tenant that wait for their welcome. Each is an InboundMessage, unique for its visitor. */
export class WidgetOpenings {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** What waits in a visitor's lane, in the order of arrival. */
  async waiting(lane: Omit<ConversationKey, 'tenantId'>): Promise<WidgetOpening[]> {
    const rows = await this.#db
      .select('inbound_messages')
      .where('connection_id', '=', lane.connectionId)
      .where('conversation_id', '=', lane.conversationId)
      .where('state', 'in', ['pending', 'starting'])
      .where('kind', '=', 'widget-open')
      .select(['id', 'state', 'received_at', 'body'])
      .orderBy('id')
      .execute();
    return rows.map(({ id, state, received_at, body }) => ({
      // Written by intake and nowhere else.
      id: id as InboundId,
      state: state === 'starting' ? 'starting' : 'pending',
      receivedAt: received_at,
      body,
    }));
  }

  /** Records that a conversation is about to be started; false when it was before. */
  async begin(id: InboundId): Promise<boolean> {
    return await this.#move(id, { from: 'pending', to: 'starting' });
  }

  /** No conversation was started: it may be tried again. */
  async putBack(id: InboundId): Promise<boolean> {
    return await this.#move(id, { from: 'starting', to: 'pending' });
  }

  /** Gives it its one end; false when it had one. */
  async end(id: InboundId, end: End, at: Date): Promise<boolean> {
    const result = await this.#db
      .update('inbound_messages')
      .where('id', '=', id)
      .where('state', 'in', ['pending', 'starting'])
      .set({ state: 'ended', end_kind: end.kind, end_reason: end.reason.slice(0, 500), ended_at: at })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  async #move(
    id: InboundId,
    { from, to }: { from: 'pending' | 'starting'; to: 'pending' | 'starting' },
  ): Promise<boolean> {
    const result = await this.#db
      .update('inbound_messages')
      .where('id', '=', id)
      .where('state', '=', from)
      .where('kind', '=', 'widget-open')
      .set({ state: to })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }
}
