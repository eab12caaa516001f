import { AppError, type TenantId } from '@tandem/schemas';
import type { RotatedKeyAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { checkManages } from './check-manages.ts';
import { expiryOf } from './expiry-of.ts';
import { keyView } from './key-view.ts';

interface RotateKey {
  /** Null: a key of the platform. */
  tenantId: TenantId | null;
  keyId: string;
  /** How long the old secret stays valid; 0: not at all. */
  overlapHours: number;
  /** Of the new key, ISO 8601 with an offset; as the old one was to end when not given. */
  expiresAt?: string | undefined;
}

/**
 * A new secret for a key, answered here and nowhere again; the old one stays valid for the overlap. AppError `not_found`,
 * `conflict` (rotated already), `unprocessable` (ended), `forbidden` (a role above the caller's).
 */
export async function rotateKey(context: AdminContext, input: RotateKey): Promise<RotatedKeyAnswer> {
  const { tenantId, keyId, overlapHours } = input;
  const now = context.now();
  const expiresAt = expiryOf(input.expiresAt, now);
  const { apiKeys } = context.database.platform;
  const current = await apiKeys.get(tenantId, keyId);
  if (!current) throw new AppError('not_found', { public: 'There is no such key.' });
  checkManages(context, current.role);
  const { key, replaced, secret } = await apiKeys.rotate({
    tenantId,
    id: keyId,
    overlapMs: overlapHours * 3_600_000,
    expiresAt,
    actor: context.actor,
    now,
  });
  return { key: keyView(key), replaced: keyView(replaced), secret };
}
