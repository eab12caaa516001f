import type { Owner, TenantId } from '@tandem/schemas';
import type { SessionView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { sessionView } from './session-view.ts';

interface ListSessions {
  tenantId: TenantId;
  owner?: Owner | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** One page of a tenant's sessions, the latest activity first. */
export async function listSessions(
  context: AdminContext,
  input: ListSessions,
): Promise<{ sessions: SessionView[]; nextCursor: string | null }> {
  const { items, nextCursor } = await context.database.enter(input.tenantId).sessionList.page(input);
  return { sessions: items.map(sessionView), nextCursor };
}
