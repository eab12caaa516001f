import { randomBytes } from 'node:crypto';
import { newId } from '@tandem/runtime';
import { type Actor, AppError, type TenantId } from '@tandem/schemas';
import type { Kysely, Selectable } from 'kysely';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import { isDuplicateKey } from '../db-errors.ts';
import type { Tables, TenantStatus, TenantsTable } from '../schema/tables.ts';
import { recordAudit } from './record-audit.ts';

export interface Tenant {
  id: TenantId;
  name: string;
  slug: string;
  status: TenantStatus;
  /** When what is left of a deleted one goes; null for all others. */
  purgeAt: Date | null;
  /** Grows with every change that a cache may hold. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface NewTenant {
  name: string;
  /** Made from the name when not given. */
  slug?: string | undefined;
  actor: Actor;
  now: Date;
}

export interface TenantPatch {
  name?: string | undefined;
  status?: 'active' | 'suspended' | undefined;
  actor: Actor;
  now: Date;
}

const attemptsMax = 5;

/** The customers of the platform. */
export class Tenants {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** AppError `conflict` when the given slug is taken; a slug made from the name gets a suffix instead. */
  async create(input: NewTenant): Promise<Tenant> {
    const base = input.slug ?? slugOf(input.name);
    for (let attempt = 1; ; attempt += 1) {
      const slug = attempt === 1 ? base : `${base.slice(0, 54)}-${randomBytes(4).toString('hex')}`;
      try {
        return await this.#insert({ ...input, slug });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        if (input.slug === undefined && attempt < attemptsMax) continue;
        throw new AppError('conflict', { public: `The slug "${base}" is taken.`, cause: error });
      }
    }
  }

  async get(id: TenantId): Promise<Tenant | null> {
    const row = await this.#present().where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toTenant(row) : null;
  }

  /** Null when there is no such tenant. */
  async revision(id: TenantId): Promise<number | null> {
    const row = await this.#db
      .selectFrom('tenants')
      .where('id', '=', id)
      .select('revision')
      .executeTakeFirst();
    return row?.revision ?? null;
  }

  async getBySlug(slug: string): Promise<Tenant | null> {
    const row = await this.#present().where('slug', '=', slug).selectAll().executeTakeFirst();
    return row ? toTenant(row) : null;
  }

  /** In the order of creation; deleted ones only when asked for. */
  async list(request: PageRequest & { withDeleted?: boolean | undefined }): Promise<Page<Tenant>> {
    const { afterId, rows } = readPage(request);
    const found = await this.#present()
      .$if(request.withDeleted !== true, (query) => query.where('status', '<>', 'deleted'))
      .where('id', '>', afterId)
      .selectAll()
      .orderBy('id')
      .limit(rows)
      .execute();
    return toPage(request, found, toTenant);
  }

  /** Changes name or status; a status takes effect with the commit. AppError `not_found`. */
  async patch(id: TenantId, patch: TenantPatch): Promise<Tenant> {
    const { name, status, actor, now } = patch;
    return await this.#db.transaction().execute(async (tx) => {
      const before = await tx
        .selectFrom('tenants')
        .where('id', '=', id)
        .selectAll()
        .forUpdate()
        .executeTakeFirst();
      if (!before || before.status === 'purged')
        throw new AppError('not_found', { public: 'There is no such tenant.' });
      if (before.status === 'deleted')
        throw new AppError('conflict', { public: 'The tenant is deleted: restore it first.' });
      const after = {
        ...before,
        name: name ?? before.name,
        status: status ?? before.status,
        revision: before.revision + 1,
        updated_at: now,
      };
      await tx.updateTable('tenants').where('id', '=', id).set(after).execute();
      const seen = ({ name, status }: typeof before) => ({ name, status });
      const subject = `tenant:${id}`;
      await recordAudit(tx, {
        tenantId: id,
        actor,
        action: 'tenant.patch',
        subject,
        before: seen(before),
        after: seen(after),
        now,
      });
      return toTenant(after);
    });
  }

  /** All but purged ones, of which only the row is left. */
  #present() {
    return this.#db.selectFrom('tenants').where('status', '<>', 'purged');
  }

  async #insert(input: NewTenant & { slug: string }): Promise<Tenant> {
    const { name, slug, actor, now } = input;
    const id = newId<TenantId>();
    const alive = { status: 'active' as const, deleted_at: null, status_before: null, purge_at: null };
    const row = { id, name, slug, ...alive, revision: 1, created_at: now, updated_at: now };
    await this.#db.transaction().execute(async (tx) => {
      await tx.insertInto('tenants').values(row).execute();
      const after = { name, slug, status: row.status };
      const subject = `tenant:${id}`;
      await recordAudit(tx, {
        tenantId: id,
        actor,
        action: 'tenant.create',
        subject,
        before: null,
        after,
        now,
      });
    });
    return toTenant(row);
  }
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'tenant' : slug;
}

export const toTenant = (row: Selectable<TenantsTable>): Tenant => ({
  // Written by `create` and nowhere else.
  id: row.id as TenantId,
  name: row.name,
  slug: row.slug,
  status: row.status,
  purgeAt: row.purge_at,
  revision: row.revision,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
