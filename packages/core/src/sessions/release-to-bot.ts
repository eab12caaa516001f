import { AppError, fillConfig, formatActor, type SessionId, type TenantId } from '@tandem/schemas';
import type { SessionView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { release, rulesOf } from '../ownership/index.ts';
import { getSession } from './get-session.ts';
import { recordOwner } from './record-owner.ts';

interface ReleaseToBot {
  tenantId: TenantId;
  sessionId: SessionId;
  reason?: string | undefined;
}

/** Makes the bot the owner again, from the commit on; the conversation then becomes `pending` in Chatwoot. */
export async function releaseToBot(context: AdminContext, input: ReleaseToBot): Promise<SessionView> {
  const { tenantId, sessionId, reason = 'released by an administrator' } = input;
  const changed = await context.database.enter(tenantId).transaction(async (scope) => {
    const session = await scope.sessions.get(sessionId);
    if (!session) throw new AppError('not_found', { public: 'There is no session with this id.' });
    const config = fillConfig((await scope.config.read()).config);
    const { replyTtlMinutes } = config;
    const actor = formatActor(context.actor);
    const given = { session, reason, actor, replyTtlMinutes, rules: rulesOf({ config }) };
    if (!(await release(context, scope, given))) return null;
    await recordOwner(context, scope, { action: 'session.release', session, owner: 'bot', reason });
    return session;
  });
  if (changed) {
    const { connectionId, conversationId } = changed;
    context.wakeLanes([{ tenantId, connectionId, conversationId, direction: 'to-channel' }]);
  }
  return await getSession(context, input);
}
