import { AppError, type SessionId, type TenantId } from '@tandem/schemas';
import type { SessionView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { sessionView } from './session-view.ts';

export async function getSession(
  context: AdminContext,
  input: { tenantId: TenantId; sessionId: SessionId },
): Promise<SessionView> {
  const session = await context.database.enter(input.tenantId).sessionList.get(input.sessionId);
  if (!session) throw new AppError('not_found', { public: 'There is no session with this id.' });
  return sessionView(session);
}
