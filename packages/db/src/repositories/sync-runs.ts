import { newId } from '@tandem/runtime';
import type { Actor } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import { parseJson } from '../parse-json.ts';
import type { SyncRunsTable } from '../schema/tables.ts';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';
import { requireTenant } from './require-tenant.ts';

export interface SyncEntryResult {
  key: string;
  outcome: 'unchanged' | 'uploaded' | 'deleted' | 'failed';
  reason?: string;
}

/** One push of configuration and knowledge to the engine. */
export interface SyncRun {
  id: string;
  status: SyncRunsTable['status'];
  configVersion: number;
  total: number;
  done: number;
  failed: number;
  entries: SyncEntryResult[];
  createdAt: Date;
  endedAt: Date | null;
}

export interface SyncProgress {
  total: number;
  done: number;
  failed: number;
  entries: readonly SyncEntryResult[];
}

/** The SyncRuns of one tenant. */
export class SyncRuns {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Queued; a worker begins it. AppError `not_found` when there is no such tenant. */
  async create(input: { configVersion: number; actor: Actor; now: Date }): Promise<SyncRun> {
    const { configVersion, actor, now } = input;
    const row = {
      id: newId<string>(),
      status: 'queued' as const,
      config_version: configVersion,
      total: 0,
      done: 0,
      failed: 0,
      entries: '[]',
      created_at: now,
      ended_at: null,
    };
    await this.#db.transaction(async (db) => {
      await requireTenant(db);
      await db.insert('sync_runs', [row]).execute();
      const subject = `sync-run:${row.id}`;
      const after = { configVersion };
      await new Audit(db).record({ actor, action: 'sync.create', subject, before: null, after, now });
    });
    return toRun(row);
  }

  async get(id: string): Promise<SyncRun | null> {
    const row = await this.#db.select('sync_runs').where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toRun(row) : null;
  }

  /** In the order of creation. */
  async list(request: PageRequest): Promise<Page<SyncRun>> {
    const { afterId, rows } = readPage(request);
    const found = await this.#db
      .select('sync_runs')
      .where('id', '>', afterId)
      .selectAll()
      .orderBy('id')
      .limit(rows)
      .execute();
    return toPage(request, found, toRun);
  }

  /** False when it is over or was cancelled: there is nothing to do. A run whose worker died may be begun again. */
  async begin(id: string): Promise<boolean> {
    const result = await this.#unfinished(id).set({ status: 'running' }).executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** What is done so far; false when it was cancelled meanwhile. */
  async progress(id: string, progress: SyncProgress): Promise<boolean> {
    const result = await this.#unfinished(id).set(toColumns(progress)).executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  async finish(
    id: string,
    input: SyncProgress & { status: 'succeeded' | 'failed' | 'cancelled'; now: Date },
  ): Promise<boolean> {
    const { status, now } = input;
    const result = await this.#unfinished(id)
      .set({ ...toColumns(input), status, ended_at: now })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  #unfinished(id: string) {
    return this.#db.update('sync_runs').where('id', '=', id).where('status', 'in', ['queued', 'running']);
  }
}

const toColumns = ({ total, done, failed, entries }: SyncProgress) => ({
  total,
  done,
  failed,
  entries: JSON.stringify(entries),
});

const toRun = (row: Omit<Selectable<SyncRunsTable>, 'tenant_id'>): SyncRun => ({
  id: row.id,
  status: row.status,
  configVersion: row.config_version,
  total: row.total,
  done: row.done,
  failed: row.failed,
  entries: parseJson<SyncEntryResult[]>(row.entries),
  createdAt: row.created_at,
  endedAt: row.ended_at,
});
