import { type AuditEntry, toAuditRow } from '../audit-entry.ts';
import { type AuditRecord, type AuditRequest, readAuditPage } from '../audit-page.ts';
import type { Page } from '../cursor.ts';
import type { TenantDb } from '../tenant-db.ts';

/** Who changed what in one tenant. */
export class Audit {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Call it in the transaction that makes the change. */
  async record(entry: AuditEntry): Promise<void> {
    await this.#db.insert('audit_log', [toAuditRow(entry)]).execute();
  }

  /** Newest first. */
  async list(request: AuditRequest): Promise<Page<AuditRecord>> {
    return await readAuditPage(this.#db.select('audit_log'), request);
  }
}
