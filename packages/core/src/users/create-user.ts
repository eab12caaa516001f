import type { TenantId } from '@tandem/schemas';
import type { TenantRole, UserView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { userView } from './user-view.ts';

interface CreateUser {
  tenantId: TenantId;
  email: string;
  role: TenantRole;
}

/** A person who acts for the tenant. AppError `conflict` when the address is in use there. */
export async function createUser(context: AdminContext, input: CreateUser): Promise<UserView> {
  const { tenantId, email, role } = input;
  const { users } = context.database.enter(tenantId);
  return userView(await users.create({ email, role, actor: context.actor, now: context.now() }));
}
