import type { TenantDb } from '../tenant-db.ts';

/** What was last proven to be in one tenant's engine. */
export class SyncState {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Null before the first success. */
  async read(): Promise<{ verifiedHash: string; verifiedAt: Date } | null> {
    const row = await this.#db
      .select('sync_states')
      .select(['verified_hash', 'verified_at'])
      .executeTakeFirst();
    return row ? { verifiedHash: row.verified_hash, verifiedAt: row.verified_at } : null;
  }
}
