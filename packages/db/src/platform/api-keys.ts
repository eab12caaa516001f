import { randomBytes } from 'node:crypto';
import { newId } from '@tandem/runtime';
import { type Actor, AppError, type Role, type TenantId } from '@tandem/schemas';
import type { Kysely, Selectable } from 'kysely';
import { type Page, type PageRequest, readPage, toPage } from '../cursor.ts';
import type { ApiKeysTable, Tables } from '../schema/tables.ts';
import { sha256 } from '../sha256.ts';
import { recordAudit } from './record-audit.ts';

export interface ApiKey {
  id: string;
  /** Null for a key of the platform itself. */
  tenantId: TenantId | null;
  userId: string | null;
  name: string;
  role: Role;
  /** The visible start of the secret. */
  prefix: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

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

  /** The secret is answered here once. AppError `not_found` (no such tenant) or `unprocessable` (no such user of it). */
  async create(input: NewApiKey): Promise<{ key: ApiKey; secret: string }> {
    const secret = `tdm_${randomBytes(32).toString('base64url')}`;
    const { tenantId, name, role, actor, now } = input;
    const row = {
      id: newId<string>(),
      tenant_id: tenantId,
      user_id: input.userId ?? null,
      name,
      role,
      prefix: secret.slice(0, 10),
      key_hash: sha256(secret),
      expires_at: input.expiresAt ?? null,
      last_used_at: null,
      revoked_at: null,
      created_at: now,
    };
    await this.#db.transaction().execute(async (tx) => {
      await checkHolder(tx, { tenantId, userId: row.user_id });
      await tx.insertInto('api_keys').values(row).execute();
      const after = { name, role, prefix: row.prefix, userId: row.user_id, expiresAt: row.expires_at };
      const subject = `key:${row.id}`;
      await recordAudit(tx, { tenantId, actor, action: 'key.create', subject, before: null, after, now });
    });
    return { key: toKey(row), secret };
  }

  /** By SHA-256 (hex) of the whole secret; also one that has expired or is revoked, for the caller to tell. */
  async findByHash(hash: string): Promise<ApiKey | null> {
    const row = await this.#db
      .selectFrom('api_keys')
      .where('key_hash', '=', hash)
      .selectAll()
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
      const before = await this.#of(tenantId, tx)
        .where('id', '=', id)
        .selectAll()
        .forUpdate()
        .executeTakeFirst();
      if (!before) throw new AppError('not_found', { public: 'There is no such key.' });
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

  #of(tenantId: TenantId | null, db: Kysely<Tables> = this.#db) {
    const keys = db.selectFrom('api_keys');
    return tenantId === null ? keys.where('tenant_id', 'is', null) : keys.where('tenant_id', '=', tenantId);
  }
}

async function checkHolder(
  tx: Kysely<Tables>,
  { tenantId, userId }: { tenantId: TenantId | null; userId: string | null },
): Promise<void> {
  if (tenantId === null) return;
  const tenant = await tx.selectFrom('tenants').where('id', '=', tenantId).select('id').executeTakeFirst();
  if (!tenant) throw new AppError('not_found', { public: 'There is no such tenant.' });
  if (userId === null) return;
  const user = await tx
    .selectFrom('tenant_users')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .select('id')
    .executeTakeFirst();
  if (!user) {
    const issues = [{ path: 'userId', message: 'must be a user of this tenant' }];
    throw new AppError('unprocessable', { public: 'There is no such user.', issues });
  }
}

const toKey = (row: Selectable<ApiKeysTable>): ApiKey => ({
  id: row.id,
  // Written by `create` and nowhere else.
  tenantId: row.tenant_id as TenantId | null,
  userId: row.user_id,
  name: row.name,
  role: row.role,
  prefix: row.prefix,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});
