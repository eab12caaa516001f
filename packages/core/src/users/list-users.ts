import type { TenantId } from '@tandem/schemas';
import type { UserView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { userView } from './user-view.ts';

/** One page of a tenant's users, in the order of creation. */
export async function listUsers(
  context: AdminContext,
  input: { tenantId: TenantId; cursor?: string | undefined; limit: number },
): Promise<{ users: UserView[]; nextCursor: string | null }> {
  const { items, nextCursor } = await context.database.enter(input.tenantId).users.list(input);
  return { users: items.map(userView), nextCursor };
}
