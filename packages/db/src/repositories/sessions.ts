import type { TenantDb } from '../tenant-db.ts';

export class Sessions {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }
}
