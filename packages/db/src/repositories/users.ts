import { newId } from '@tandem/runtime';
import { type Actor, AppError } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import { isDuplicateKey } from '../db-errors.ts';
import type { TenantUsersTable } from '../schema/tables.ts';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';
import { requireTenant } from './require-tenant.ts';

export interface TenantUser {
  id: string;
  email: string;
  role: TenantUsersTable['role'];
  createdAt: Date;
}

/** The people of one tenant. */
export class Users {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** AppError `conflict` when the address is in use, `not_found` when there is no such tenant. */
  async create(input: {
    email: string;
    role: TenantUser['role'];
    actor: Actor;
    now: Date;
  }): Promise<TenantUser> {
    const { email, role, actor, now } = input;
    const row = { id: newId<string>(), email, role, created_at: now };
    return await this.#db.transaction(async (db) => {
      await requireTenant(db);
      try {
        await db.insert('tenant_users', [row]).execute();
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        throw new AppError('conflict', {
          public: 'There is a user with this address already.',
          cause: error,
        });
      }
      const subject = `user:${row.id}`;
      const after = { email, role };
      await new Audit(db).record({ actor, action: 'user.create', subject, before: null, after, now });
      return toUser(row);
    });
  }

  async get(id: string): Promise<TenantUser | null> {
    const row = await this.#db.select('tenant_users').where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toUser(row) : null;
  }

  /** In the order of creation. */
  async list(request: PageRequest): Promise<Page<TenantUser>> {
    const { afterId, rows } = readPage(request);
    const found = await this.#db
      .select('tenant_users')
      .where('id', '>', afterId)
      .selectAll()
      .orderBy('id')
      .limit(rows)
      .execute();
    return toPage(request, found, toUser);
  }
}

const toUser = (row: Omit<Selectable<TenantUsersTable>, 'tenant_id'>): TenantUser => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
});
