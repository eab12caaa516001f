import { type Actor, formatActor } from '@tandem/schemas';
import { type Selectable, sql } from 'kysely';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import { leaseEnd } from '../lease-end.ts';
import { parseJson } from '../parse-json.ts';
import type { ErasuresTable } from '../schema/tables.ts';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';
import { endChange } from './begin-change.ts';
import { requireTenant } from './require-tenant.ts';

/** What an engine was asked to forget, and what came of it. */
export interface EngineOutcome {
  dialect: string;
  outcome: 'deleted' | 'not-possible' | 'failed';
  detail: string;
}

/** An order to erase a contact; its receipt once it is over. */
export interface Erasure {
  id: string;
  /** Whom, and what is left to be told to engines; null when it is over. */
  subject: unknown;
  /** Rows by table. */
  removed: Record<string, number>;
  engine: EngineOutcome[];
  actor: string;
  createdAt: Date;
  endedAt: Date | null;
}

/** The erasures of one tenant's contacts. */
export class Erasures {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Writes the order down, with an audit row that does not say whom. AppError `not_found`: no such tenant. */
  async request(input: { id: string; subject: unknown; actor: Actor; now: Date }): Promise<Erasure> {
    const { id, subject, actor, now } = input;
    const row = {
      ...{
        id,
        subject: JSON.stringify(subject),
        removed: '{}',
        engine: '[]',
        lease_until: null,
        ended_at: null,
      },
      ...{ actor: formatActor(actor).slice(0, 100), due_at: now, created_at: now },
    };
    await this.#db.transaction(async (db) => {
      await requireTenant(db);
      await db.insert('erasures', [row]).execute();
      const entry = { action: 'contact.erase', subject: `erasure:${id}`, before: null, after: null };
      await new Audit(db).record({ ...entry, actor, now });
    });
    return toErasure(row);
  }

  async get(id: string): Promise<Erasure | null> {
    const row = await this.#db.select('erasures').where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toErasure(row) : null;
  }

  /** In the order of creation. */
  async list(request: PageRequest): Promise<Page<Erasure>> {
    const { afterId, rows } = readPage(request);
    const found = await this.#db
      .select('erasures')
      .where('id', '>', afterId)
      .selectAll()
      .orderBy('id')
      .limit(rows)
      .execute();
    return toPage(request, found, toErasure);
  }

  /** Takes one that is due and that nobody is at; false otherwise. */
  async claim(id: string, { now, leaseMs }: { now: Date; leaseMs: number }): Promise<boolean> {
    const result = await this.#db
      .update('erasures')
      .where('id', '=', id)
      .where('due_at', '<=', now)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`NOW(3)`)]))
      .set({ lease_until: leaseEnd(leaseMs) })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** What is done so far, in the transaction that does it; prolongs the lease. */
  async progress(
    id: string,
    input: Pick<Erasure, 'subject' | 'removed' | 'engine'> & { leaseMs: number },
  ): Promise<void> {
    const { subject, removed, engine, leaseMs } = input;
    const done = { removed: JSON.stringify(removed), engine: JSON.stringify(engine) };
    await this.#db
      .update('erasures')
      .where('id', '=', id)
      .set({ ...done, subject: JSON.stringify(subject), lease_until: leaseEnd(leaseMs) })
      .execute();
  }

  /** To go on at `dueAt`. */
  async postpone(id: string, dueAt: Date): Promise<void> {
    await this.#db
      .update('erasures')
      .where('id', '=', id)
      .set({ due_at: dueAt, lease_until: null })
      .execute();
  }

  /** Its end: nothing personal is left in it, and caches are told. Answers the tenant's new revision. */
  async finish(id: string, input: { engine: EngineOutcome[]; now: Date }): Promise<number> {
    const { engine, now } = input;
    const over = { subject: null, due_at: null, lease_until: null, ended_at: now };
    return await this.#db.transaction(async (db) => {
      await db
        .update('erasures')
        .where('id', '=', id)
        .set({ ...over, engine: JSON.stringify(engine) })
        .execute();
      return await endChange(db, now);
    });
  }
}

type Row = Omit<Selectable<ErasuresTable>, 'tenant_id'>;

const toErasure = (row: Row): Erasure => ({
  id: row.id,
  subject: row.subject === null ? null : parseJson<unknown>(row.subject),
  removed: parseJson<Record<string, number>>(row.removed),
  engine: parseJson<EngineOutcome[]>(row.engine),
  actor: row.actor,
  createdAt: row.created_at,
  endedAt: row.ended_at,
});
