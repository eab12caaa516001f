import type { TenantDb } from '../tenant-db.ts';

export class Lanes {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }
}
