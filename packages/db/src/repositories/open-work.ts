import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';

const rowsPerStatement = 500;

interface EndWork {
  reason: string;
  at: Date;
  whileStatus: 'active' | 'deleted';
}

/** What is under way in one tenant, over all its conversations. */
export class OpenWork {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /**
   * Gives a batch of what is under way its end: suppressed, for `reason`; nothing waits for its time any more. What is being
   * sent is left to its sender. Answers how many rows it changed: none when all has its end, or when the tenant is in another
   * status than `whileStatus`: what came since it was restored is not touched.
   */
  async end(input: EndWork): Promise<number> {
    return await this.#db.transaction(async (db) => {
      const { rows } = await db.raw(
        (tenantId) =>
          sql`SELECT id FROM tenants WHERE id = ${tenantId} AND status = ${input.whileStatus} FOR UPDATE`,
      );
      return rows.length === 0 ? 0 : await new OpenWork(db).#endBatch(input);
    });
  }

  async #endBatch({ reason, at }: EndWork): Promise<number> {
    const ended = { state: 'ended' as const, end_kind: 'suppressed', end_reason: reason, ended_at: at };
    const waiting = [
      this.#db.update('inbound_messages').where('state', 'in', ['pending', 'in-turn', 'starting']).set(ended),
      this.#db
        .update('turns')
        .where('state', '<>', 'ended')
        .set({ ...ended, check_at: null, next_attempt_at: null }),
      this.#db
        .update('outbound_messages')
        .where('state', '=', 'pending')
        .set({ state: 'suppressed', reason, next_attempt_at: null }),
      this.#db
        .update('chat_sessions')
        .where((eb) =>
          eb.or([
            eb('unattended_at', 'is not', null),
            eb('resume_at', 'is not', null),
            eb('tell_bot_at', 'is not', null),
          ]),
        )
        .set({ unattended_at: null, resume_at: null, tell_bot_at: null }),
    ];
    let changed = 0;
    for (const query of waiting) {
      const { numUpdatedRows } = await query.limit(rowsPerStatement).executeTakeFirst();
      changed += Number(numUpdatedRows);
    }
    return changed;
  }
}
