import type { Kysely } from 'kysely';
import { type AuditRecord, type AuditRequest, readAuditPage } from '../audit-page.ts';
import type { Page } from '../cursor.ts';
import type { Tables } from '../schema/tables.ts';

/** Who changed what, over all tenants and the platform itself. */
export class AuditLog {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Newest first. */
  async list(request: AuditRequest): Promise<Page<AuditRecord>> {
    return await readAuditPage(this.#db.selectFrom('audit_log'), request);
  }
}
