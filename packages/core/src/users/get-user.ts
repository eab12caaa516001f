import { AppError, type TenantId } from '@tandem/schemas';
import type { UserView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { userView } from './user-view.ts';

/** One user of a tenant. AppError `not_found`. */
export async function getUser(
  context: AdminContext,
  { tenantId, userId }: { tenantId: TenantId; userId: string },
): Promise<UserView> {
  const user = await context.database.enter(tenantId).users.get(userId);
  if (!user) throw new AppError('not_found', { public: 'There is no such user.' });
  return userView(user);
}
