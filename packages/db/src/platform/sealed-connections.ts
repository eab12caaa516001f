import { ConfigError } from '@tandem/runtime';
import { type Kysely, sql } from 'kysely';
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
}
