import type { TenantDb } from '../tenant-db.ts';

export class Attempts {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }
}
