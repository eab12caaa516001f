import type { StoredConfig, TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import { parseJson } from '../parse-json.ts';
import type { Tables } from '../schema/tables.ts';
import { type StoredConnection, type TenantSnapshot, toStoredConnection } from '../tenant-snapshot.ts';

/** What caches hold of tenants. */
export class Snapshots {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Null when there is no such tenant. Its revision is never newer than its content. */
  async load(tenantId: TenantId): Promise<TenantSnapshot | null> {
    const tenant = await this.#db
      .selectFrom('tenants as t')
      .leftJoin('chatbot_configs as c', 'c.tenant_id', 't.id')
      .where('t.id', '=', tenantId)
      .where('t.status', '<>', 'purged')
      .select(['t.revision', 't.status', 't.slug', 'c.version', 'c.settings'])
      .executeTakeFirst();
    if (!tenant) return null;
    const connections = await this.#connections(tenantId);
    return {
      tenantId,
      revision: tenant.revision,
      status: tenant.status,
      slug: tenant.slug,
      configVersion: tenant.version ?? 0,
      config: tenant.settings === null ? {} : parseJson<StoredConfig>(tenant.settings),
      chatwoot: connections.find(({ provider }) => provider === 'chatwoot') ?? null,
      botpress: connections.find(({ provider }) => provider === 'botpress') ?? null,
    };
  }

  /**
   * Tenants with a change recorded at or after `since`, with their revision by now: the feed that corrects caches while
   * messages between processes are lost. Clocks differ and commits take time: ask from some seconds before the last call.
   */
  async changedSince(since: Date): Promise<{ tenantId: TenantId; revision: number }[]> {
    const rows = await this.#db
      .selectFrom('audit_log as a')
      .innerJoin('tenants as t', 't.id', 'a.tenant_id')
      .where('a.created_at', '>=', since)
      .select(['t.id', 't.revision'])
      .distinct()
      .execute();
    return rows.map((row) => ({ tenantId: row.id as TenantId, revision: row.revision }));
  }

  async #connections(tenantId: TenantId): Promise<StoredConnection[]> {
    const rows = await this.#db
      .selectFrom('connections')
      .where('tenant_id', '=', tenantId)
      .where('active', '=', 1)
      .selectAll()
      .execute();
    return rows.map(toStoredConnection);
  }
}
