import type { Role, TenantId } from '@tandem/schemas';
import type { KeyView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { checkManages } from './check-manages.ts';
import { expiryOf } from './expiry-of.ts';
import { keyView } from './key-view.ts';

interface CreateKey {
  /** Null: a key of the platform, role platform. */
  tenantId: TenantId | null;
  name: string;
  role: Role;
  userId?: string | undefined;
  /** ISO 8601 with an offset. */
  expiresAt?: string | undefined;
}

/**
 * A new API key; the secret is answered here and nowhere again. AppError `forbidden` (a role above the caller's),
 * `unprocessable` for an expiry that is over, an unknown user, or a role above the user's.
 */
export async function createKey(
  context: AdminContext,
  input: CreateKey,
): Promise<{ key: KeyView; secret: string }> {
  const { tenantId, name, role, userId } = input;
  const now = context.now();
  checkManages(context, role);
  const expiresAt = expiryOf(input.expiresAt, now);
  const { apiKeys } = context.database.platform;
  const made = await apiKeys.create({ tenantId, name, role, userId, expiresAt, actor: context.actor, now });
  return { key: keyView(made.key), secret: made.secret };
}
