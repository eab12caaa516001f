import { type RawBuilder, sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';
import { deleteRows } from './delete-rows.ts';

/** Rows by table, those without content counted with those that went. */
export type Swept = Record<string, number>;

interface RetentionSweep {
  /** What ended before this goes. */
  before: Date;
  /** Of messages that came after this the row stays, without its body: a late webhook is a repetition of it. */
  keepRowsSince: Date;
  now: Date;
  /** Rows of each table at most. */
  limit: number;
}

/** The removal of one tenant's conversations that ended long ago. Nothing that is under way is touched. */
export class Retention {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Takes the sweep of a tenant that is due at `at` until `until`; null when it is not due. Answers its days. */
  async claim({ at, until }: { at: Date; until: Date }): Promise<number | null> {
    return await this.#db.transaction(async (db) => {
      const row = await db
        .select('chatbot_configs')
        .where('retention_due_at', '<=', at)
        .select('retention_days')
        .forUpdate()
        .executeTakeFirst();
      if (!row) return null;
      await db.update('chatbot_configs').set({ retention_due_at: until }).execute();
      return row.retention_days;
    });
  }

  /** When the sweep looks again. Nothing is set for a tenant that keeps everything by now. */
  async lookAgain(at: Date): Promise<void> {
    const configs = this.#db.update('chatbot_configs').where('retention_days', 'is not', null);
    await configs.set({ retention_due_at: at }).execute();
  }

  /** One batch, with an audit row that counts it; nothing is recorded when nothing went. */
  async sweep(input: RetentionSweep): Promise<Swept> {
    return await this.#db.transaction(async (db) => {
      const retention = new Retention(db);
      const turns = await retention.#oldTurns(input);
      const outbound = await retention.#oldOutbound(input);
      const all: Swept = {
        inbound_messages: await retention.#clearInbound(input),
        delivery_attempts: await deleteRows(db, {
          table: 'delivery_attempts',
          column: 'subject_id',
          ids: [...turns, ...outbound],
        }),
        outbound_messages: await deleteRows(db, { table: 'outbound_messages', column: 'id', ids: outbound }),
        turns: await deleteRows(db, { table: 'turns', column: 'id', ids: turns }),
        dead_letters: await retention.#deleteLetters(input),
        chat_sessions: await retention.#deleteSessions(input),
      };
      const swept = Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
      if (Object.keys(swept).length === 0) return swept;
      const entry = { action: 'retention.sweep', subject: 'retention', before: null, after: swept };
      await new Audit(db).record({ ...entry, actor: { type: 'tandem' }, now: input.now });
      return swept;
    });
  }

  /** Rows in the window of late webhooks lose their body, older ones go. */
  async #clearInbound({ before, keepRowsSince, limit }: RetentionSweep): Promise<number> {
    const ended = sql`state = 'ended' AND id < ${idOf(before)} AND received_at < ${before}`;
    const recent = sql`received_at >= ${keepRowsSince}`;
    const cleared = await this.#db.raw(
      (tenantId) => sql`
        UPDATE inbound_messages SET body = '' WHERE tenant_id = ${tenantId} AND ${ended} AND ${recent} AND body <> ''
        ORDER BY id LIMIT ${limit}`,
    );
    const gone = await this.#db.raw(
      (tenantId) => sql`
        DELETE FROM inbound_messages WHERE tenant_id = ${tenantId} AND ${ended} AND NOT ${recent}
        ORDER BY id LIMIT ${limit}`,
    );
    return Number(cleared.numAffectedRows ?? 0n) + Number(gone.numAffectedRows ?? 0n);
  }

  async #oldTurns({ before, limit }: RetentionSweep): Promise<string[]> {
    const rows = await this.#db
      .select('turns')
      .where('id', '<', idOf(before))
      .where('state', '=', 'ended')
      .where('ended_at', '<', before)
      .where('check_at', 'is', null)
      .select('id')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Those of a turn that is still open are what its end is told by. */
  async #oldOutbound({ before, limit }: RetentionSweep): Promise<string[]> {
    const { rows } = await this.#db.raw(
      (tenantId) => sql<{ id: string }>`
        SELECT o.id FROM outbound_messages o
        LEFT JOIN turns t ON t.tenant_id = o.tenant_id AND t.id = o.turn_id
        WHERE o.tenant_id = ${tenantId} AND o.id < ${idOf(before)} AND o.created_at < ${before}
          AND o.state IN ('sent', 'suppressed', 'dead') AND (t.id IS NULL OR t.state = 'ended')
        ORDER BY o.id LIMIT ${limit}`,
    );
    return rows.map(({ id }) => id);
  }

  /** What nobody replayed or dropped goes with its message, whenever it died: there is nothing left to replay. */
  async #deleteLetters({ before, limit }: RetentionSweep): Promise<number> {
    const gone = await this.#db.raw(
      (tenantId) => sql`
        DELETE FROM dead_letters WHERE tenant_id = ${tenantId} AND id < ${idOf(before)}
          AND NOT EXISTS (SELECT 1 FROM inbound_messages i
            WHERE i.tenant_id = ${tenantId} AND i.id = dead_letters.id AND i.body <> '')
          AND NOT EXISTS (SELECT 1 FROM outbound_messages o
            WHERE o.tenant_id = ${tenantId} AND o.id = dead_letters.id)
        ORDER BY id LIMIT ${limit}`,
    );
    return Number(gone.numAffectedRows ?? 0n);
  }

  /** A session goes when nothing is left of its conversation, and nothing is to happen in it. */
  async #deleteSessions({ before, keepRowsSince, limit }: RetentionSweep): Promise<number> {
    const { rows } = await this.#db.raw(
      (tenantId) => sql<{ id: string; connection_id: string; conversation_id: number }>`
        SELECT s.id, s.connection_id, s.conversation_id FROM chat_sessions s
        WHERE s.tenant_id = ${tenantId} AND s.last_activity_at < ${before}
          AND s.unattended_at IS NULL AND s.resume_at IS NULL AND s.tell_bot_at IS NULL
          AND (s.erased_at IS NULL OR s.erased_at < ${keepRowsSince})
          AND ${noneIn('inbound_messages')} AND ${noneIn('turns')} AND ${noneIn('outbound_messages')}
          AND NOT EXISTS (SELECT 1 FROM lanes x WHERE x.tenant_id = s.tenant_id
            AND x.connection_id = s.connection_id AND x.conversation_id = s.conversation_id
            AND (x.due_at IS NOT NULL OR x.lease_until > NOW(3)))
        ORDER BY s.last_activity_at LIMIT ${limit}`,
    );
    for (const { connection_id, conversation_id } of rows) {
      const lanes = this.#db.delete('lanes').where('connection_id', '=', connection_id);
      await lanes.where('conversation_id', '=', conversation_id).execute();
    }
    const ids = rows.map(({ id }) => id);
    await deleteRows(this.#db, { table: 'ownership_changes', column: 'session_id', ids });
    return await deleteRows(this.#db, { table: 'chat_sessions', column: 'id', ids });
  }
}

const noneIn = (table: 'inbound_messages' | 'turns' | 'outbound_messages'): RawBuilder<unknown> => sql`
  NOT EXISTS (SELECT 1 FROM ${sql.table(table)} x WHERE x.tenant_id = s.tenant_id
    AND x.connection_id = s.connection_id AND x.conversation_id = s.conversation_id)`;

/** Ids are UUIDv7: the first that could have been made at a time, so that old rows are found without reading young ones. */
function idOf(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
