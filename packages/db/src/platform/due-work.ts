import type { ConnectionId, LaneKey, TenantId } from '@tandem/schemas';
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** The platform's search for work over all tenants. It answers lanes, to be entered one tenant at a time. */
export class DueWork {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Lanes due by `at` that nobody holds, the longest waiting first; `except`: of other tenants. */
  async lanes(at: Date, limit: number, except: readonly TenantId[] = []): Promise<LaneKey[]> {
    const rows = await this.#db
      .selectFrom('lanes')
      .$if(except.length > 0, (query) => query.where('tenant_id', 'not in', except))
      .where('due_at', '<=', at)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`NOW(3)`)]))
      .select(['tenant_id', 'connection_id', 'conversation_id', 'direction'])
      .orderBy('due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      tenantId: row.tenant_id as TenantId,
      connectionId: row.connection_id as ConnectionId,
      conversationId: row.conversation_id,
      direction: row.direction,
    }));
  }

  /** Since when the lane of all tenants that waits longest has had work, of those that nobody holds and of those held; null: none. */
  async oldest(at: Date): Promise<{ waiting: Date | null; held: Date | null }> {
    const oldestOf = async (isHeld: boolean): Promise<Date | null> => {
      const row = await this.#db
        .selectFrom('lanes')
        .where('due_at', '<=', at)
        .where(
          isHeld
            ? sql<SqlBool>`lease_until >= NOW(3)`
            : sql<SqlBool>`(lease_until IS NULL OR lease_until < NOW(3))`,
        )
        .select('due_at')
        .orderBy('due_at')
        .limit(1)
        .executeTakeFirst();
      return row?.due_at ?? null;
    };
    return { waiting: await oldestOf(false), held: await oldestOf(true) };
  }

  /** Makes the engine lanes of turns whose check is due have work; answers them. `except`: of other tenants. */
  async wakeChecks(at: Date, limit: number, except: readonly TenantId[] = []): Promise<LaneKey[]> {
    const rows = await this.#db
      .selectFrom('turns')
      .$if(except.length > 0, (query) => query.where('tenant_id', 'not in', except))
      .where('check_at', '<=', at)
      .select(['tenant_id', 'connection_id', 'conversation_id'])
      .orderBy('check_at')
      .limit(limit)
      .execute();
    const lanes = rows.map((row) => ({
      tenantId: row.tenant_id as TenantId,
      connectionId: row.connection_id as ConnectionId,
      conversationId: row.conversation_id,
      direction: 'to-engine' as const,
    }));
    for (const lane of lanes) {
      await this.#db
        .updateTable('lanes')
        .where('tenant_id', '=', lane.tenantId)
        .where('connection_id', '=', lane.connectionId)
        .where('conversation_id', '=', lane.conversationId)
        .where('direction', '=', lane.direction)
        .where((eb) => eb.or([eb('due_at', 'is', null), eb('due_at', '>', at)]))
        .set({ due_at: at, dirty: 1 })
        .execute();
    }
    return lanes;
  }

  /**
   * Has every turn whose deadline has not passed asked about at `checkAt`: for a receiver that was away, because an
   * engine's webhook comes at most once (contracts/botpress.md §1a). Answers how many.
   */
  async checkOpenTurns(input: { now: Date; checkAt: Date }): Promise<number> {
    const result = await this.#db
      .updateTable('turns')
      .where('deadline_at', '>', input.now)
      .where('taken_at', 'is not', null)
      .set({ check_at: input.checkAt })
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }
}
