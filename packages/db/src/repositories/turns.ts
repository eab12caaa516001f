import type { TenantDb } from '../tenant-db.ts';

export class Turns {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }
}
