import { AppError, fillConfig, formatActor, type SessionId, type TenantId } from '@tandem/schemas';
import type { SessionView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { handOver } from '../handoff/index.ts';
import { getSession } from './get-session.ts';
import { recordOwner } from './record-owner.ts';

interface HandToHuman {
  tenantId: TenantId;
  sessionId: SessionId;
  reason?: string | undefined;
}

/**
 * Makes a human the owner of a conversation, from the commit on: the customer is told, then the conversation is opened in
 * Chatwoot. One that a human owns already stays as it is.
 */
export async function handToHuman(context: AdminContext, input: HandToHuman): Promise<SessionView> {
  const { tenantId, sessionId, reason = 'handed over by an administrator' } = input;
  const changed = await context.database.enter(tenantId).transaction(async (scope) => {
    const session = await scope.sessions.get(sessionId);
    if (!session) throw new AppError('not_found', { public: 'There is no session with this id.' });
    const isChanged = await handOver(context, scope, {
      session,
      config: fillConfig((await scope.config.read()).config),
      reason,
      actor: formatActor(context.actor),
      causeId: null,
      turnId: null,
      inboundId: null,
      request: null,
      said: false,
      locale: null,
    });
    if (!isChanged) return null;
    await recordOwner(context, scope, { action: 'session.handoff', session, owner: 'human', reason });
    return session;
  });
  if (changed) {
    const { connectionId, conversationId } = changed;
    context.wakeLanes([{ tenantId, connectionId, conversationId, direction: 'to-channel' }]);
  }
  return await getSession(context, input);
}
