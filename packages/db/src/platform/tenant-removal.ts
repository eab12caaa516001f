import { type Actor, AppError, type TenantId } from '@tandem/schemas';
import type { Kysely, Selectable } from 'kysely';
import { claimedTables, tenantTables } from '../schema/table-names.ts';
import type { Tables, TenantsTable } from '../schema/tables.ts';
import { recordAudit } from './record-audit.ts';
import { type Tenant, toTenant } from './tenants.ts';

interface Change {
  actor: Actor;
  now: Date;
}

type Row = Selectable<TenantsTable>;

/** A process that has not heard of a deletion yet may still store something: a purged tenant is looked over again after this. */
const lookAgainAfterMs = 10 * 60_000;
const rowsPerStatement = 1_000;

/** How tenants go: deleted, so that they can come back; then purged, in batches, over every table that holds rows of them. */
export class TenantRemoval {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Takes effect with the commit, as a suspension does. One that is deleted already stays as it is. AppError `not_found`. */
  async delete(id: TenantId, input: Change & { purgeAt: Date }): Promise<Tenant> {
    const { actor, now, purgeAt } = input;
    return await this.#change(id, async (tx, before) => {
      if (before.status === 'deleted') return before;
      const statusBefore = before.status === 'suspended' ? ('suspended' as const) : ('active' as const);
      const gone = { status: 'deleted' as const, status_before: statusBefore };
      const after = { ...next(before, now), ...gone, deleted_at: now, purge_at: purgeAt };
      await store(tx, after);
      await recordAudit(tx, {
        ...{ tenantId: id, actor, now, action: 'tenant.delete', subject: `tenant:${id}` },
        before: { status: before.status },
        after: { status: after.status, purgeAt },
      });
      return after;
    });
  }

  /** Brings a deleted tenant back as it was. AppError `not_found`; `conflict` when it is not deleted or its time is over. */
  async restore(id: TenantId, { actor, now }: Change): Promise<Tenant> {
    return await this.#change(id, async (tx, before) => {
      if (before.status !== 'deleted')
        throw new AppError('conflict', { public: 'The tenant is not deleted: there is nothing to restore.' });
      if (before.purge_at !== null && before.purge_at <= now)
        throw new AppError('conflict', { public: 'The time to restore the tenant is over: it is purged.' });
      const status = before.status_before ?? 'suspended';
      const back = { status, status_before: null, deleted_at: null, purge_at: null };
      const after = { ...next(before, now), ...back };
      await store(tx, after);
      await recordAudit(tx, {
        ...{ tenantId: id, actor, now, action: 'tenant.restore', subject: `tenant:${id}` },
        before: { status: before.status },
        after: { status },
      });
      return after;
    });
  }

  /**
   * From the commit on a deleted tenant is gone for everybody, its slug and its inboxes are free; `empty` does the rest. `name`
   * must be its name or slug; null: its time is over. Its own log goes with it, so the platform's tells of it. AppError
   * `not_found`, `conflict` (not deleted), `unprocessable` (another name).
   */
  async purge(id: TenantId, input: Change & { name: string | null }): Promise<Tenant> {
    const { actor, now, name } = input;
    return await this.#change(id, async (tx, before) => {
      if (before.status !== 'deleted')
        throw new AppError('conflict', { public: 'Delete the tenant first: only a deleted one is purged.' });
      if (name !== null && name !== before.name && name !== before.slug) throw notConfirmed();
      const after = {
        ...next(before, now),
        status: 'purged' as const,
        name: '',
        slug: noSlugOf(id),
        purge_at: now,
      };
      await store(tx, after);
      await tx.deleteFrom('inbox_routes').where('tenant_id', '=', id).execute();
      await recordAudit(tx, {
        ...{ tenantId: null, actor, now, action: 'tenant.purge', subject: `tenant:${id}` },
        before: { slug: before.slug, deletedAt: before.deleted_at },
        after: null,
      });
      return after;
    });
  }

  /** Deletes up to a statement's worth of rows of a purged tenant from each table that has some; answers how many in all. */
  async empty(id: TenantId): Promise<number> {
    const tenant = await this.#db
      .selectFrom('tenants')
      .where('id', '=', id)
      .select('status')
      .executeTakeFirst();
    if (tenant?.status !== 'purged') return 0;
    let deleted = 0;
    for (const table of [...tenantTables, ...claimedTables]) {
      const query = this.#db.deleteFrom(table).where('tenant_id', '=', id).limit(rowsPerStatement);
      deleted += Number((await query.executeTakeFirst()).numDeletedRows);
    }
    return deleted;
  }

  /** The end of a purged tenant that was found empty: looked over once more a while later, then its row goes too. */
  async leave(id: TenantId, now: Date): Promise<void> {
    const row = () => ({ id, status: 'purged' as const });
    const isOver = new Date(now.getTime() - lookAgainAfterMs);
    const gone = await this.#db
      .deleteFrom('tenants')
      .where((eb) => eb.and(row()))
      .where('updated_at', '<=', isOver)
      .executeTakeFirst();
    if (gone.numDeletedRows > 0n) return;
    const again = new Date(now.getTime() + lookAgainAfterMs);
    await this.#db
      .updateTable('tenants')
      .where((eb) => eb.and(row()))
      .set({ purge_at: again })
      .execute();
  }

  /** Tenants whose time is over by `at`, and purged ones that are to be emptied or left. */
  async due(at: Date, limit: number): Promise<{ tenantId: TenantId; status: 'deleted' | 'purged' }[]> {
    const rows = await this.#db
      .selectFrom('tenants')
      .where('purge_at', '<=', at)
      .select(['id', 'status'])
      .orderBy('purge_at')
      .limit(limit)
      .execute();
    return rows.map(({ id, status }) => ({
      tenantId: id as TenantId,
      status: status === 'purged' ? 'purged' : 'deleted',
    }));
  }

  /** Tenants that were deleted at or after `since`. */
  async deletedSince(since: Date, limit: number): Promise<TenantId[]> {
    const rows = await this.#db
      .selectFrom('tenants')
      .where('purge_at', 'is not', null)
      .where('status', '=', 'deleted')
      .where('deleted_at', '>=', since)
      .select('id')
      .orderBy('deleted_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id as TenantId);
  }

  async #change(id: TenantId, work: (tx: Kysely<Tables>, before: Row) => Promise<Row>): Promise<Tenant> {
    return await this.#db.transaction().execute(async (tx) => {
      const found = tx.selectFrom('tenants').where('id', '=', id).selectAll().forUpdate();
      const before = await found.executeTakeFirst();
      if (!before || before.status === 'purged')
        throw new AppError('not_found', { public: 'There is no such tenant.' });
      return toTenant(await work(tx, before));
    });
  }
}

/** One of its own that no tenant can have been given, as an id alone can. */
const noSlugOf = (id: TenantId): string => `~${id}`;

const next = (before: Row, now: Date): Row => ({ ...before, revision: before.revision + 1, updated_at: now });

const store = async (tx: Kysely<Tables>, row: Row): Promise<void> => {
  await tx.updateTable('tenants').where('id', '=', row.id).set(row).execute();
};

const notConfirmed = () =>
  new AppError('unprocessable', {
    public: 'This is neither the name nor the slug of the tenant: nothing was purged.',
    issues: [{ path: 'confirm', message: 'must be the name or the slug of the tenant' }],
  });
