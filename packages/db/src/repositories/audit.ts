import { type AuditEntry, toAuditRow } from '../audit-entry.ts';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';

/** A recorded change. */
export interface AuditRecord {
  id: string;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
  createdAt: Date;
}

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

  /** Oldest first. */
  async list(request: PageRequest): Promise<Page<AuditRecord>> {
    const { afterId, rows } = readPage(request);
    const found = await this.#db
      .select('audit_log')
      .where('id', '>', afterId)
      .selectAll()
      .orderBy('id')
      .limit(rows)
      .execute();
    return toPage(request, found, (row) => ({
      id: row.id,
      actor: row.actor,
      action: row.action,
      subject: row.subject,
      before: fromJson(row.before_value),
      after: fromJson(row.after_value),
      createdAt: row.created_at,
    }));
  }
}

const fromJson = (text: string | null): unknown => (text === null ? null : parseJson<unknown>(text));
