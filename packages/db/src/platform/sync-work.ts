import type { TenantId } from '@tandem/schemas';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** What decides whether a tenant's engine still holds what it should: nothing of it is content. */
export interface SyncStanding {
  tenantId: TenantId;
  configVersion: number;
  /** Null before the first write. */
  knowledgeHash: string | null;
  /** The tenant's own Botpress connection; null: the installation's. */
  connection: { id: string; updatedAt: Date } | null;
  verifiedHash: string | null;
  verifiedAt: Date | null;
  /** A run waits or runs. */
  isUnderWay: boolean;
}

/** The platform's view of sync over all tenants. It answers ids, to be entered one tenant at a time. */
export class SyncWork {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Runs that may begin or go on by `at`, the longest waiting first. A lost job is found here, and a dead worker's run. */
  async due(at: Date, limit: number): Promise<{ tenantId: TenantId; syncRunId: string }[]> {
    const rows = await this.#db
      .selectFrom('sync_runs as r')
      .where('r.due_at', '<=', at)
      .where((eb) => eb.or([eb('r.lease_until', 'is', null), eb('r.lease_until', '<', sql<Date>`NOW(3)`)]))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('sync_runs as other')
              .whereRef('other.tenant_id', '=', 'r.tenant_id')
              .whereRef('other.id', '<>', 'r.id')
              .where('other.slot', '=', 'running')
              .select('other.id'),
          ),
        ),
      )
      .select(['r.tenant_id', 'r.id'])
      .orderBy('r.due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ tenantId: row.tenant_id as TenantId, syncRunId: row.id }));
  }

  /** How many runs wait and how many run. */
  async counts(): Promise<{ queued: number; running: number }> {
    const rows = await this.#db
      .selectFrom('sync_runs')
      .where('due_at', 'is not', null)
      .select(['slot', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('slot')
      .execute();
    const of = (slot: string) => Number(rows.find((row) => row.slot === slot)?.count ?? 0);
    return { queued: of('queued'), running: of('running') };
  }

  /** Active tenants in the order of their ids, from after `afterId`. */
  async standings(input: { afterId: TenantId | null; limit: number }): Promise<SyncStanding[]> {
    const rows = await this.#db
      .selectFrom('tenants as t')
      .leftJoin('chatbot_configs as c', 'c.tenant_id', 't.id')
      .leftJoin('config_versions as v', (join) =>
        join.onRef('v.tenant_id', '=', 'c.tenant_id').onRef('v.version', '=', 'c.version'),
      )
      .leftJoin('connections as n', (join) =>
        join
          .onRef('n.tenant_id', '=', 't.id')
          .on('n.provider', '=', 'botpress')
          .on('n.active', '=', 1)
          .on('n.source', '=', 'own'),
      )
      .leftJoin('sync_states as s', 's.tenant_id', 't.id')
      .leftJoin('sync_runs as q', (join) =>
        join.onRef('q.tenant_id', '=', 't.id').on('q.slot', '=', 'queued'),
      )
      .leftJoin('sync_runs as r', (join) =>
        join.onRef('r.tenant_id', '=', 't.id').on('r.slot', '=', 'running'),
      )
      .where('t.id', '>', input.afterId ?? '')
      .where('t.status', '=', 'active')
      .select(['t.id', 'c.version', 'v.knowledge_hash', 's.verified_hash', 's.verified_at'])
      .select(['n.id as connection_id', 'n.updated_at', 'q.id as queued_id', 'r.id as running_id'])
      .orderBy('t.id')
      .limit(input.limit)
      .execute();
    return rows.map((row) => ({
      tenantId: row.id as TenantId,
      configVersion: row.version ?? 0,
      knowledgeHash: row.knowledge_hash,
      connection:
        row.connection_id === null || row.updated_at === null
          ? null
          : { id: row.connection_id, updatedAt: row.updated_at },
      verifiedHash: row.verified_hash,
      verifiedAt: row.verified_at,
      isUnderWay: row.queued_id !== null || row.running_id !== null,
    }));
  }
}
