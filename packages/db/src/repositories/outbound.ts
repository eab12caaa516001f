import type { TenantDb } from '../tenant-db.ts';

export class Outbound {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }
}
