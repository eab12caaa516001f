import type { TenantId } from '@tandem/schemas';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** The platform's search for erasures to go on with, and for content that came after one. */
export class ErasureWork {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Due by `at`, and nobody is at them; the longest waiting first. */
  async due(at: Date, limit: number): Promise<{ tenantId: TenantId; erasureId: string }[]> {
    const rows = await this.#db
      .selectFrom('erasures')
      .where('due_at', '<=', at)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`NOW(3)`)]))
      .select(['tenant_id', 'id'])
      .orderBy('due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ tenantId: row.tenant_id as TenantId, erasureId: row.id }));
  }

  /**
   * Takes the body out of what came late in conversations whose contact was erased at or after `since`: messages with an id that
   * was erased, answers to what was asked before, and events that only repeat what Chatwoot still holds. Answers how many.
   */
  async blankLate(since: Date, limit: number): Promise<number> {
    const rows = await this.#db
      .selectFrom('chat_sessions as s')
      .innerJoin('inbound_messages as i', (join) =>
        join
          .onRef('i.tenant_id', '=', 's.tenant_id')
          .onRef('i.connection_id', '=', 's.connection_id')
          .onRef('i.conversation_id', '=', 's.conversation_id')
          .on('i.state', '=', 'ended'),
      )
      .where('s.erased_at', '>=', since)
      .where('i.body', '<>', Buffer.alloc(0))
      .where((eb) =>
        eb.or([
          eb('i.channel_message_id', '<=', eb.ref('s.erased_message_id')),
          eb('i.kind', 'in', ['status', 'echo', 'deleted']),
          eb.and([
            eb('i.kind', '=', 'reply'),
            eb('i.end_reason', 'in', ['stale session', 'unknown conversation']),
          ]),
        ]),
      )
      .select(['i.tenant_id', 'i.id'])
      .limit(limit)
      .execute();
    for (const { tenant_id, id } of rows) {
      await this.#db
        .updateTable('inbound_messages')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .set({ body: Buffer.alloc(0) })
        .execute();
    }
    return rows.length;
  }
}
