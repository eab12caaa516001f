import type { TenantDb } from '../tenant-db.ts';

export class Inbound {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }
}
