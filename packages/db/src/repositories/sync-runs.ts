import { newId } from '@tandem/runtime';
import type { Actor } from '@tandem/schemas';
import { type RawBuilder, sql } from 'kysely';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import { isDeadlock, isDuplicateKey } from '../db-errors.ts';
import { leaseEnd } from '../lease-end.ts';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';
import { lockTenant } from './lock-tenant.ts';
import { type SyncProgress, type SyncRun, toProgressColumns, toRun } from './sync-run-rows.ts';

/** A run held: `token` is its fence, higher than that of every earlier holder, and counts how often it was begun. */
export interface SyncLease {
  token: number;
}

/** Finished runs are kept this long. */
const keptMs = 30 * 24 * 3_600_000;

/** The SyncRuns of one tenant: at most one waits and at most one runs, which a unique key holds. */
export class SyncRuns {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /**
   * The run that waits: the one that does already, made due now if it was not, else a new one behind the one that runs.
   * AppError `not_found` when there is no such tenant.
   */
  async request(input: { configVersion: number; actor: Actor; now: Date }): Promise<SyncRun> {
    const { configVersion, actor, now } = input;
    return await this.#db.transaction(async (db) => {
      await lockTenant(db);
      const runs = new SyncRuns(db);
      await runs.#place({ configVersion, dueAt: now, now }, sql<Date>`LEAST(due_at, ${now})`);
      const run = await runs.#waitingRun();
      const subject = `sync-run:${run.id}`;
      const after = { configVersion };
      await new Audit(db).record({ actor, action: 'sync.create', subject, before: null, after, now });
      return run;
    });
  }

  /**
   * Has a run begin at `dueAt`, for what has just been written. One that waits for its time already waits on, but no
   * longer than `waitMsMax` since it was made.
   */
  async schedule(input: { configVersion: number; dueAt: Date; waitMsMax: number; now: Date }): Promise<void> {
    const { dueAt, waitMsMax, now } = input;
    const latest = sql<Date>`created_at + INTERVAL ${waitMsMax * 1_000} MICROSECOND`;
    const later = sql<Date>`CASE WHEN due_at <= ${now} THEN due_at ELSE LEAST(${dueAt}, ${latest}) END`;
    await this.#db.transaction(async (db) => {
      await lockTenant(db);
      await new SyncRuns(db).#place(input, later);
    });
  }

  async get(id: string): Promise<SyncRun | null> {
    const row = await this.#db.select('sync_runs').where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toRun(row) : null;
  }

  /** How far a run is, without what became of each of its up to 10,000 entries; null when there is none. */
  async readProgress(
    id: string,
  ): Promise<Pick<SyncRun, 'id' | 'status' | 'total' | 'done' | 'failed'> | null> {
    const row = await this.#db
      .select('sync_runs')
      .where('id', '=', id)
      .select(['id', 'status', 'total', 'done', 'failed'])
      .executeTakeFirst();
    return row ?? null;
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

  /** Takes a due run, or one whose worker died; null when it is not due, is over, is held, or another one runs. */
  async claim(id: string, holder: { name: string; leaseMs: number; now: Date }): Promise<SyncLease | null> {
    try {
      const result = await this.#db.raw(
        (tenantId) => sql`
          UPDATE sync_runs
          SET status = 'running', slot = 'running', lease_token = LAST_INSERT_ID(lease_token + 1),
            lease_owner = ${holder.name}, lease_until = ${leaseEnd(holder.leaseMs)}
          WHERE tenant_id = ${tenantId} AND id = ${id} AND due_at <= ${holder.now}
            AND (lease_until IS NULL OR lease_until < NOW(3))`,
      );
      return result.numAffectedRows === 1n ? { token: Number(result.insertId) } : null;
    } catch (error) {
      // A deadlock with somebody who asks for a run: the sweep comes again.
      if (isDuplicateKey(error) || isDeadlock(error)) return null;
      throw error;
    }
  }

  /** Prolongs the lease; false when the run is no longer ours. */
  async renew(id: string, lease: SyncLease, leaseMs: number): Promise<boolean> {
    const result = await this.#held(id, lease)
      .set({ lease_until: leaseEnd(leaseMs) })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** What is done so far; false when the run is no longer ours. */
  async progress(id: string, lease: SyncLease, progress: SyncProgress): Promise<boolean> {
    const result = await this.#held(id, lease).set(toProgressColumns(progress)).executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** Gives the run back, to go on at `dueAt` with what is done so far; false when it is no longer ours. */
  async postpone(id: string, lease: SyncLease, input: SyncProgress & { dueAt: Date }): Promise<boolean> {
    const result = await this.#held(id, lease)
      .set({ ...toProgressColumns(input), due_at: input.dueAt, lease_until: null, lease_owner: null })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** The end of a run, with what it proved (`verifiedHash`); false when it is no longer ours. */
  async finish(
    id: string,
    lease: SyncLease,
    input: SyncProgress & {
      status: 'succeeded' | 'failed' | 'cancelled';
      verifiedHash: string | null;
      now: Date;
    },
  ): Promise<boolean> {
    const { status, verifiedHash, now } = input;
    return await this.#db.transaction(async (db) => {
      const result = await new SyncRuns(db)
        .#held(id, lease)
        .set({
          ...toProgressColumns(input),
          ...{ status, slot: null, due_at: null, lease_until: null, lease_owner: null, ended_at: now },
        })
        .executeTakeFirst();
      if (result.numUpdatedRows !== 1n) return false;
      if (verifiedHash !== null) {
        const state = { verified_hash: verifiedHash, verified_at: now };
        await db.insert('sync_states', [state]).onDuplicateKeyUpdate(state).execute();
      }
      await db
        .delete('sync_runs')
        .where('ended_at', '<', new Date(now.getTime() - keptMs))
        .execute();
      return true;
    });
  }

  /**
   * Moves the run that waits to `movedTo`, or makes one. Changes by primary key where it can: whoever claims a run locks in
   * that order, too.
   */
  async #place(
    input: { configVersion: number; dueAt: Date; now: Date },
    movedTo: RawBuilder<Date>,
  ): Promise<void> {
    const moved = { config_version: input.configVersion, due_at: movedTo };
    const waiting = this.#db.select('sync_runs').where('slot', '=', 'queued').select('id');
    const held = await waiting.executeTakeFirst();
    if (held !== undefined) {
      const result = await this.#waiting().where('id', '=', held.id).set(moved).executeTakeFirst();
      if (result.numUpdatedRows === 1n) return;
    }
    if (await this.#add(input)) return;
    // Made since this transaction first read: only a statement that locks sees it.
    await this.#waiting().set(moved).execute();
  }

  /** False when one waits already. */
  async #add(input: { configVersion: number; dueAt: Date; now: Date }): Promise<boolean> {
    const id = newId<string>();
    const counts = { total: 0, done: 0, failed: 0, entries: '[]' };
    const lease = { lease_token: 0, lease_owner: null, lease_until: null };
    const row = {
      ...{ id, status: 'queued' as const, slot: 'queued' as const, config_version: input.configVersion },
      ...{ ...counts, ...lease, created_at: input.now, due_at: input.dueAt, ended_at: null },
    };
    try {
      await this.#db.insert('sync_runs', [row]).execute();
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async #waitingRun(): Promise<SyncRun> {
    const row = await this.#db
      .select('sync_runs')
      .where('slot', '=', 'queued')
      .selectAll()
      .executeTakeFirstOrThrow();
    return toRun(row);
  }

  #waiting() {
    return this.#db.update('sync_runs').where('slot', '=', 'queued');
  }

  #held(id: string, lease: SyncLease) {
    return this.#db
      .update('sync_runs')
      .where('id', '=', id)
      .where('slot', '=', 'running')
      .where('lease_token', '=', lease.token)
      .where('lease_until', '>', sql<Date>`NOW(3)`);
  }
}
