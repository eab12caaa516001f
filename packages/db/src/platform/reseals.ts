import { newId } from '@tandem/runtime';
import { type Actor, formatActor } from '@tandem/schemas';
import { type Kysely, type Selectable, sql, type UpdateObject } from 'kysely';
import { leaseEnd } from '../lease-end.ts';
import { parseJson } from '../parse-json.ts';
import type { ResealsTable, Tables } from '../schema/tables.ts';
import { recordAudit } from './record-audit.ts';

/** What sealing everything anew with one key has come to. */
export interface Reseal {
  id: string;
  keyId: string;
  status: ResealsTable['status'];
  /** Sealed values: those found at the beginning, and those sealed anew. */
  total: number;
  done: number;
  /** Rows that do not open: their tenant and id. */
  failures: ResealFailure[];
  createdAt: Date;
  endedAt: Date | null;
}

export interface ResealFailure {
  tenantId: string;
  id: string;
}

/** A reseal to be carried on by who holds its lease. */
export interface HeldReseal extends Reseal {
  token: string;
  /** Tenants up to this one are done. */
  afterTenantId: string;
}

const firstId = '00000000-0000-0000-0000-000000000000';

/** Sealing everything anew: at most one is under way, carried by one process at a time, on the database's clock. */
export class Reseals {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Begins one, with its audit row. One under way with the same key is answered as it is, one with another key is ended. */
  async request(input: { keyId: string; total: number; actor: Actor; now: Date }): Promise<Reseal> {
    const { keyId, total, actor, now } = input;
    return await this.#db.transaction().execute(async (tx) => {
      const current = await tx
        .selectFrom('reseals')
        .where('slot', '=', 'running')
        .selectAll()
        .forUpdate()
        .executeTakeFirst();
      if (current?.key_id === keyId) return toReseal(current);
      const ended = { slot: null, status: 'superseded' as const, ended_at: now, ...free };
      if (current) await tx.updateTable('reseals').where('id', '=', current.id).set(ended).execute();
      const row = {
        id: newId<string>(),
        slot: 'running' as const,
        key_id: keyId,
        status: 'running' as const,
        actor: formatActor(actor).slice(0, 100),
        total,
        done: 0,
        failures: '[]',
        after_tenant_id: firstId,
        created_at: now,
        ended_at: null,
        ...free,
      };
      await tx.insertInto('reseals').values(row).execute();
      const entry = {
        action: 'secrets.reseal',
        subject: `data-key:${keyId}`,
        before: null,
        after: { total },
      };
      await recordAudit(tx, { ...entry, tenantId: null, actor, now });
      return toReseal(row);
    });
  }

  /** The one under way, else the last one; null when there was none. */
  async latest(): Promise<Reseal | null> {
    const row = await this.#db.selectFrom('reseals').selectAll().orderBy('id', 'desc').executeTakeFirst();
    return row ? toReseal(row) : null;
  }

  /** Takes the one under way, when it seals with `keyId` and nobody is at it. */
  async claim(input: { keyId: string; leaseMs: number }): Promise<HeldReseal | null> {
    const token = newId<string>();
    await this.#db
      .updateTable('reseals')
      .where('slot', '=', 'running')
      .where('key_id', '=', input.keyId)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`NOW(3)`)]))
      .set({ lease_token: token, lease_until: leaseEnd(input.leaseMs) })
      .execute();
    const row = await this.#db
      .selectFrom('reseals')
      .where('slot', '=', 'running')
      .where('lease_token', '=', token)
      .selectAll()
      .executeTakeFirst();
    return row ? { ...toReseal(row), token, afterTenantId: row.after_tenant_id } : null;
  }

  /** Stores how far it is and keeps it; false when it is no longer ours. */
  async progress(input: HeldReseal & { leaseMs: number }): Promise<boolean> {
    const { done, failures, afterTenantId, leaseMs } = input;
    return await this.#change(input, {
      done,
      failures: JSON.stringify(failures),
      after_tenant_id: afterTenantId,
      lease_until: leaseEnd(leaseMs),
    });
  }

  /** Ends it: it has failed when something did not open. */
  async finish(input: HeldReseal & { now: Date }): Promise<void> {
    const status = input.failures.length > 0 ? ('failed' as const) : ('succeeded' as const);
    await this.#change(input, { slot: null, status, ended_at: input.now, ...free });
  }

  async #change(
    { id, token }: { id: string; token: string },
    set: UpdateObject<Tables, 'reseals'>,
  ): Promise<boolean> {
    const result = await this.#db
      .updateTable('reseals')
      .where('id', '=', id)
      .where('lease_token', '=', token)
      .set(set)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }
}

const free = { lease_token: null, lease_until: null };

const toReseal = (row: Selectable<ResealsTable>): Reseal => ({
  id: row.id,
  keyId: row.key_id,
  status: row.status,
  total: row.total,
  done: row.done,
  failures: parseJson<ResealFailure[]>(row.failures),
  createdAt: row.created_at,
  endedAt: row.ended_at,
});
