import { type Actor, AppError, isWithin, type Role, type TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import type { Tables } from '../schema/tables.ts';
import { type ApiKey, newKeyRow, toKey } from './api-key-rows.ts';
import { recordAudit } from './record-audit.ts';
import { type KeyRotation, type RotatedKey, rotateKey } from './rotate-key.ts';

export interface NewApiKey {
  tenantId: TenantId | null;
  name: string;
  role: Role;
  userId?: string | null | undefined;
  expiresAt?: Date | null | undefined;
  actor: Actor;
  now: Date;
}

const lastUsedEveryMs = 60_000;

/** Keys of the admin surface. Only their SHA-256 is stored. */
export class ApiKeys {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** The secret is answered here once. AppError `not_found` (no such tenant), `unprocessable` (no such user, or the role is above his). */
  async create(input: NewApiKey): Promise<{ key: ApiKey; secret: string }> {
    const { tenantId, name, role, actor, now } = input;
    const { row, secret } = newKeyRow({
      tenant_id: tenantId,
      user_id: input.userId ?? null,
      name,
      role,
      expires_at: input.expiresAt ?? null,
      replaces_id: null,
      created_at: now,
    });
    await this.#db.transaction().execute(async (tx) => {
      await lockHolder(tx, { tenantId, userId: row.user_id, role });
      await tx.insertInto('api_keys').values(row).execute();
      const after = { name, role, prefix: row.prefix, userId: row.user_id, expiresAt: row.expires_at };
      const subject = `key:${row.id}`;
      await recordAudit(tx, { tenantId, actor, action: 'key.create', subject, before: null, after, now });
    });
    return { key: toKey(row), secret };
  }

  /**
   * By SHA-256 (hex) of the whole secret; also one that has expired or is revoked, for the caller to tell. One of a user
   * who is gone is none.
   */
  async findByHash(hash: string): Promise<ApiKey | null> {
    const row = await this.#db
      .selectFrom('api_keys as k')
      .leftJoin('tenant_users as u', (join) =>
        join.onRef('u.tenant_id', '=', 'k.tenant_id').onRef('u.id', '=', 'k.user_id'),
      )
      .where('k.key_hash', '=', hash)
      .where((eb) => eb.or([eb('k.user_id', 'is', null), eb('u.id', 'is not', null)]))
      .selectAll('k')
      .executeTakeFirst();
    return row ? toKey(row) : null;
  }

  /** Null when there is no such key, or it is another's. */
  async get(tenantId: TenantId | null, id: string): Promise<ApiKey | null> {
    const row = await this.#of(tenantId).where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toKey(row) : null;
  }

  /** Those of one tenant, or (`tenantId` null) of the platform, in the order of creation. */
  async list(tenantId: TenantId | null, request: PageRequest): Promise<Page<ApiKey>> {
    const { afterId, rows } = readPage(request);
    const found = await this.#of(tenantId)
      .where('id', '>', afterId)
      .selectAll()
      .orderBy('id')
      .limit(rows)
      .execute();
    return toPage(request, found, toKey);
  }

  /** Ends a key, from `now` on; one that has ended stays as it is. AppError `not_found`. */
  async revoke(input: { tenantId: TenantId | null; id: string; actor: Actor; now: Date }): Promise<ApiKey> {
    const { tenantId, id, actor, now } = input;
    return await this.#db.transaction().execute(async (tx) => {
      const before = await this.#lock(tx, { tenantId, id });
      if (before.revoked_at !== null) return toKey(before);
      await tx.updateTable('api_keys').where('id', '=', id).set({ revoked_at: now }).execute();
      const seen = { name: before.name, role: before.role, prefix: before.prefix };
      const subject = `key:${id}`;
      await recordAudit(tx, {
        tenantId,
        actor,
        action: 'key.revoke',
        subject,
        before: seen,
        after: null,
        now,
      });
      return toKey({ ...before, revoked_at: now });
    });
  }

  /**
   * Makes the key that takes a key's place; the secret is answered here once. AppError `not_found`, `conflict` (replaced
   * already) or `unprocessable` (ended).
   */
  async rotate(rotation: KeyRotation): Promise<RotatedKey> {
    return await this.#db.transaction().execute(async (tx) => {
      const seen = await this.#of(rotation.tenantId, tx)
        .where('id', '=', rotation.id)
        .select(['user_id', 'role'])
        .executeTakeFirst();
      if (!seen) throw noSuchKey();
      // The user first, as everywhere: his end waits for this or comes before it.
      await lockHolder(tx, { tenantId: rotation.tenantId, userId: seen.user_id, role: seen.role });
      const before = await this.#lock(tx, rotation);
      return await rotateKey(tx, { before, rotation });
    });
  }

  /** Remembers that a key was used, at most once a minute. */
  async touchLastUsed(id: string, now: Date): Promise<void> {
    await this.#db
      .updateTable('api_keys')
      .where('id', '=', id)
      .where((eb) =>
        eb.or([
          eb('last_used_at', 'is', null),
          eb('last_used_at', '<', new Date(now.getTime() - lastUsedEveryMs)),
        ]),
      )
      .set({ last_used_at: now })
      .execute();
  }

  async #lock(tx: Kysely<Tables>, { tenantId, id }: { tenantId: TenantId | null; id: string }) {
    const row = await this.#of(tenantId, tx).where('id', '=', id).selectAll().forUpdate().executeTakeFirst();
    if (!row) throw noSuchKey();
    return row;
  }

  #of(tenantId: TenantId | null, db: Kysely<Tables> = this.#db) {
    const keys = db.selectFrom('api_keys');
    return tenantId === null ? keys.where('tenant_id', 'is', null) : keys.where('tenant_id', '=', tenantId);
  }
}

const noSuchKey = () => new AppError('not_found', { public: 'There is no such key.' });

/** A key is made for a tenant and a user that are there when it is stored, within the user's role: his end takes it along. */
async function lockHolder(
  tx: Kysely<Tables>,
  { tenantId, userId, role }: { tenantId: TenantId | null; userId: string | null; role: Role },
): Promise<void> {
  if (tenantId === null) return;
  const tenant = await tx.selectFrom('tenants').where('id', '=', tenantId).select('id').executeTakeFirst();
  if (!tenant) throw new AppError('not_found', { public: 'There is no such tenant.' });
  if (userId === null) return;
  const user = await tx
    .selectFrom('tenant_users')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .select('role')
    .forUpdate()
    .executeTakeFirst();
  if (user && isWithin(role, user.role)) return;
  const message = user ? `may have a key up to role ${user.role}` : 'must be a user of this tenant';
  const issues = [{ path: 'userId', message }];
  throw new AppError('unprocessable', { public: 'The user cannot hold this key.', issues });
}
