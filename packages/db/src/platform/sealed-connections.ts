import { ConfigError } from '@tandem/runtime';
import type { ConnectionId, TenantId } from '@tandem/schemas';
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import type { Sealer } from '../sealed.ts';

/** The connections of all tenants: which encryption keys their secrets need. */
export class SealedConnections {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** The ids of all keys that stored secrets are sealed with (the layout of `sealed.ts`). */
  async keyIdsInUse(): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      SELECT DISTINCT CAST(SUBSTRING(sealed, 3, ORD(SUBSTRING(sealed, 2, 1))) AS CHAR) AS id FROM (
        SELECT secrets AS sealed FROM connections WHERE secrets IS NOT NULL
        UNION ALL SELECT retired_secrets AS sealed FROM connections WHERE retired_secrets IS NOT NULL
      ) AS stored`.execute(this.#db);
    return rows.map(({ id }) => id).sort();
  }

  /** For the start of a process: throws ConfigError when a key that stored secrets need is not there. */
  async assertKeysKnown(sealer: Sealer): Promise<void> {
    const missing = (await this.keyIdsInUse()).filter((id) => !sealer.keyIds.includes(id));
    if (missing.length === 0) return;
    throw new ConfigError([
      `TANDEM_ENCRYPTION_KEYS lacks the key ${missing.join(', ')}, which stored secrets are sealed with: put it back`,
    ]);
  }

  /**
   * Seals up to `limit` connections anew whose secrets an older key sealed; answers how many it found. Repeated until it
   * finds none, it frees the older keys. A connection that is written meanwhile keeps what was written.
   */
  async reseal(sealer: Sealer, limit: number): Promise<number> {
    const head = sealer.sealingHead;
    const isOld = (column: 'secrets' | 'retired_secrets') =>
      sql<SqlBool>`(${sql.ref(column)} IS NOT NULL AND LEFT(${sql.ref(column)}, ${head.length}) <> ${head})`;
    const rows = await this.#db
      .selectFrom('connections')
      .where((eb) => eb.or([isOld('secrets'), isOld('retired_secrets')]))
      .select(['tenant_id', 'id', 'secrets', 'retired_secrets'])
      .limit(limit)
      .execute();
    for (const row of rows) {
      const place = { tenantId: row.tenant_id as TenantId, connectionId: row.id as ConnectionId };
      const anew = (sealed: Buffer | null) => sealed && sealer.seal(sealer.open(sealed, place), place);
      await this.#db
        .updateTable('connections')
        .where('tenant_id', '=', row.tenant_id)
        .where('id', '=', row.id)
        .where(sql<SqlBool>`secrets <=> ${row.secrets} AND retired_secrets <=> ${row.retired_secrets}`)
        .set({ secrets: anew(row.secrets), retired_secrets: anew(row.retired_secrets) })
        .execute();
    }
    return rows.length;
  }
}
