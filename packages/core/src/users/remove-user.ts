import type { TenantId } from '@tandem/schemas';
import type { UserView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { userView } from './user-view.ts';

/**
 * Takes a user away; his keys end in the same commit. The platform alone may take a tenant's last owner: AppError
 * `unprocessable`; `not_found`.
 */
export async function removeUser(
  context: AdminContext,
  { tenantId, userId }: { tenantId: TenantId; userId: string },
): Promise<{ user: UserView; keysEnded: number }> {
  const { users } = context.database.enter(tenantId);
  const mayOrphan = context.role === 'platform';
  const removed = await users.remove({ id: userId, mayOrphan, actor: context.actor, now: context.now() });
  return { user: userView(removed.user), keysEnded: removed.keysEnded };
}
