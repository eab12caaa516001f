import { randomBytes } from 'node:crypto';
import { newId } from '@tandem/runtime';
import type { Role, TenantId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import type { ApiKeysTable } from '../schema/tables.ts';
import { sha256 } from '../sha256.ts';

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
  /** The key whose place this one took. */
  replacesId: string | null;
  /** The key that took its place; it ends by `expiresAt`. */
  replacedById: string | null;
}

type KeyRow = Selectable<ApiKeysTable>;

/** A fresh key: its row, and the secret of which the row holds the SHA-256 alone. */
export function newKeyRow(
  input: Pick<
    KeyRow,
    'tenant_id' | 'user_id' | 'name' | 'role' | 'expires_at' | 'replaces_id' | 'created_at'
  >,
): { row: KeyRow; secret: string } {
  const secret = `tdm_${randomBytes(32).toString('base64url')}`;
  const row = {
    ...input,
    id: newId<string>(),
    prefix: secret.slice(0, 10),
    key_hash: sha256(secret),
    last_used_at: null,
    revoked_at: null,
    replaced_by_id: null,
  };
  return { row, secret };
}

export const toKey = (row: KeyRow): ApiKey => ({
  id: row.id,
  // Written by `newKeyRow` and nowhere else.
  tenantId: row.tenant_id as TenantId | null,
  userId: row.user_id,
  name: row.name,
  role: row.role,
  prefix: row.prefix,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
  replacesId: row.replaces_id,
  replacedById: row.replaced_by_id,
});
