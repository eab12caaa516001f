import { AppError, type Role, roles, type TenantId } from '@tandem/schemas';
import type { KeyView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
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
 * A new API key; the secret is answered here and nowhere again. AppError `unprocessable` for an expiry that is over, an
 * unknown user, or a role above the user's.
 */
export async function createKey(
  context: AdminContext,
  input: CreateKey,
): Promise<{ key: KeyView; secret: string }> {
  const { tenantId, name, role, userId } = input;
  const now = context.now();
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt !== null && expiresAt <= now) {
    const issues = [{ path: 'expiresAt', message: 'must be in the future' }];
    throw new AppError('unprocessable', { public: 'The key would have expired already.', issues });
  }
  if (tenantId !== null && userId !== undefined) await checkHolder(context, { tenantId, userId, role });
  const { apiKeys } = context.database.platform;
  const made = await apiKeys.create({ tenantId, name, role, userId, expiresAt, actor: context.actor, now });
  return { key: keyView(made.key), secret: made.secret };
}

/** A key acts for its holder: it may not do more than he may. */
async function checkHolder(
  context: AdminContext,
  { tenantId, userId, role }: { tenantId: TenantId; userId: string; role: Role },
): Promise<void> {
  const user = await context.database.enter(tenantId).users.get(userId);
  if (user && isWithin(role, user.role)) return;
  const message = user ? `may have a key up to role ${user.role}` : 'must be a user of this tenant';
  throw new AppError('unprocessable', {
    public: 'The key cannot be made.',
    issues: [{ path: 'userId', message }],
  });
}

const isWithin = (role: Role, limit: Role): boolean => roles.indexOf(role) >= roles.indexOf(limit);
