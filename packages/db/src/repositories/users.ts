import { newId } from '@tandem/runtime';
import { type Actor, AppError, isWithin, roles } from '@tandem/schemas';
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

export interface UserChange {
  id: string;
  /** Whether it may leave the tenant without a user of role owner. */
  mayOrphan: boolean;
  actor: Actor;
  now: Date;
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

  /**
   * Gives a user another role; his keys above it are lowered to it in the same commit. AppError `not_found`,
   * `unprocessable` (the last owner).
   */
  async update(input: UserChange & { role: TenantUser['role'] }): Promise<TenantUser> {
    const { id, role, actor, now } = input;
    return await this.#db.transaction(async (db) => {
      const { before, owners } = await lockUser(db, id);
      if (before.role === role) return toUser(before);
      if (before.role === 'owner' && owners === 1 && !input.mayOrphan) throw lastOwner();
      await db.update('tenant_users').where('id', '=', id).set({ role }).execute();
      const above = roles.filter((one) => !isWithin(one, role));
      const lowered = await db
        .update('api_keys')
        .where('user_id', '=', id)
        .where('role', 'in', above)
        .set({ role })
        .executeTakeFirst();
      await new Audit(db).record({
        actor,
        action: 'user.update',
        subject: `user:${id}`,
        before: seen(before),
        after: { email: before.email, role, keysLowered: Number(lowered.numUpdatedRows) },
        now,
      });
      return toUser({ ...before, role });
    });
  }

  /** Takes a user away, and ends his keys in the same commit. AppError `not_found`, `unprocessable` (the last owner). */
  async remove(input: UserChange): Promise<{ user: TenantUser; keysEnded: number }> {
    const { id, actor, now } = input;
    return await this.#db.transaction(async (db) => {
      const { before, owners } = await lockUser(db, id);
      if (before.role === 'owner' && owners === 1 && !input.mayOrphan) throw lastOwner();
      const ended = await db
        .update('api_keys')
        .where('user_id', '=', id)
        .where('revoked_at', 'is', null)
        .set({ revoked_at: now })
        .executeTakeFirst();
      await db.delete('tenant_users').where('id', '=', id).execute();
      const keysEnded = Number(ended.numUpdatedRows);
      await new Audit(db).record({
        actor,
        action: 'user.remove',
        subject: `user:${id}`,
        before: seen(before),
        after: { keysEnded },
        now,
      });
      return { user: toUser(before), keysEnded };
    });
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

/** Changes of owners take turns on all of them, so that no two take the last one away together. */
async function lockUser(db: TenantDb, id: string) {
  const locked = await db
    .select('tenant_users')
    .where((eb) => eb.or([eb('id', '=', id), eb('role', '=', 'owner')]))
    .selectAll()
    .orderBy('id')
    .forUpdate()
    .execute();
  const before = locked.find((row) => row.id === id);
  if (!before) throw new AppError('not_found', { public: 'There is no such user.' });
  return { before, owners: locked.filter(({ role }) => role === 'owner').length };
}

const lastOwner = () =>
  new AppError('unprocessable', {
    public: 'This is the last owner: make another one first, or ask the operator of the platform.',
  });

const seen = ({ email, role }: Pick<TenantUser, 'email' | 'role'>) => ({ email, role });

const toUser = (row: Omit<Selectable<TenantUsersTable>, 'tenant_id'>): TenantUser => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
});
