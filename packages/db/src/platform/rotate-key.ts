import { type Actor, AppError, type TenantId } from '@tandem/schemas';
import type { Kysely, Selectable } from 'kysely';
import type { ApiKeysTable, Tables } from '../schema/tables.ts';
import { type ApiKey, newKeyRow, toKey } from './api-key-rows.ts';
import { recordAudit } from './record-audit.ts';

export interface KeyRotation {
  /** Null: a key of the platform. */
  tenantId: TenantId | null;
  id: string;
  /** How long the old secret stays valid; 0: not at all. */
  overlapMs: number;
  /** Of the new key; undefined: as the old one was to end, null: never. */
  expiresAt?: Date | null | undefined;
  actor: Actor;
  now: Date;
}

export interface RotatedKey {
  key: ApiKey;
  /** The old one, with the end it has now. */
  replaced: ApiKey;
  /** Answered here and nowhere again. */
  secret: string;
}

/**
 * Makes the key that takes a key's place, with its name, role and user, within `tx` (`before`: the row, locked). A key is
 * replaced once; each keeps the end it was given when it was. AppError `conflict` (replaced already), `unprocessable` (ended).
 */
export async function rotateKey(
  tx: Kysely<Tables>,
  { before, rotation }: { before: Selectable<ApiKeysTable>; rotation: KeyRotation },
): Promise<RotatedKey> {
  const { tenantId, actor, now } = rotation;
  checkCurrent(before, now);
  const { row, secret } = newKeyRow({
    tenant_id: before.tenant_id,
    user_id: before.user_id,
    name: before.name,
    role: before.role,
    expires_at: rotation.expiresAt === undefined ? before.expires_at : rotation.expiresAt,
    replaces_id: before.id,
    created_at: now,
  });
  const endsAt = earlier(before.expires_at, new Date(now.getTime() + rotation.overlapMs));
  const patch = { replaced_by_id: row.id, expires_at: endsAt };
  await tx.insertInto('api_keys').values(row).execute();
  await tx.updateTable('api_keys').where('id', '=', before.id).set(patch).execute();
  await recordAudit(tx, {
    tenantId,
    actor,
    action: 'key.rotate',
    subject: `key:${before.id}`,
    before: { name: before.name, role: before.role, prefix: before.prefix, expiresAt: before.expires_at },
    after: { expiresAt: endsAt, replacedBy: row.id, prefix: row.prefix, newExpiresAt: row.expires_at },
    now,
  });
  return { key: toKey(row), replaced: toKey({ ...before, ...patch }), secret };
}

function checkCurrent(key: Selectable<ApiKeysTable>, now: Date): void {
  if (key.replaced_by_id !== null) {
    throw new AppError('conflict', {
      public: `The key was replaced by the key ${key.replaced_by_id} already: rotate that one.`,
    });
  }
  const hasEnded = key.revoked_at !== null || (key.expires_at !== null && key.expires_at <= now);
  if (hasEnded) throw new AppError('unprocessable', { public: 'The key has ended: make a new one.' });
}

const earlier = (one: Date | null, other: Date): Date => (one !== null && one < other ? one : other);
