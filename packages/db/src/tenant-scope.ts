import type { TenantId } from '@tandem/schemas';
import { Attempts } from './repositories/attempts.ts';
import { Inbound } from './repositories/inbound.ts';
import { Lanes } from './repositories/lanes.ts';
import { Outbound } from './repositories/outbound.ts';
import { Sessions } from './repositories/sessions.ts';
import { Turns } from './repositories/turns.ts';
import type { TenantDb } from './tenant-db.ts';

/** A handle already narrowed to one tenant: nothing reached from here can see or change another tenant's rows. */
export class TenantScope {
  readonly tenantId: TenantId;
  readonly attempts: Attempts;
  readonly inbound: Inbound;
  readonly lanes: Lanes;
  readonly outbound: Outbound;
  readonly sessions: Sessions;
  readonly turns: Turns;
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
    this.tenantId = db.tenantId;
    this.attempts = new Attempts(db);
    this.inbound = new Inbound(db);
    this.lanes = new Lanes(db);
    this.outbound = new Outbound(db);
    this.sessions = new Sessions(db);
    this.turns = new Turns(db);
  }

  /** Runs `work` in one transaction of this tenant; a nested call joins the one that is open. */
  async transaction<Result>(work: (scope: TenantScope) => Promise<Result>): Promise<Result> {
    return await this.#db.transaction((db) => work(new TenantScope(db)));
  }
}
