import type { TenantId } from '@tandem/schemas';
import type { TenantRole, UserView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { userView } from './user-view.ts';

/**
 * Gives a user another role; keys of his above it are lowered with him. The platform alone may take a tenant's last owner:
 * AppError `unprocessable`; `not_found`.
 */
export async function updateUser(
  context: AdminContext,
  { tenantId, userId, role }: { tenantId: TenantId; userId: string; role: TenantRole },
): Promise<UserView> {
  const { users } = context.database.enter(tenantId);
  const mayOrphan = context.role === 'platform';
  return userView(
    await users.update({ id: userId, role, mayOrphan, actor: context.actor, now: context.now() }),
  );
}
