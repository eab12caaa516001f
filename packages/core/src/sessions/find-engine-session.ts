import type { Session, TenantScope } from '@tandem/db';
import { sessionOfEngineConversation } from '../routing/engine-ids.ts';

/**
 * The session of a conversation at the engine; null when the tenant has none. One that is over belongs to its session still:
 * what the bot says in it is recorded, as `stale session`.
 */
export async function findEngineSession(
  scope: TenantScope,
  engineConversationId: string,
): Promise<Session | null> {
  const sessionId = sessionOfEngineConversation(engineConversationId);
  const session = sessionId && (await scope.sessions.get(sessionId));
  return session || (await scope.sessions.findByEngineConversation(engineConversationId));
}
