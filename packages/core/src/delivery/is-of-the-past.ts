import type { Session } from '@tandem/db';

/**
 * Whether a reply belongs to a conversation that is over: to another one at the engine than the session's; or, where it names
 * none, to one whose contact was erased and has asked nothing since. Pure.
 */
export function isOfThePast(
  reply: { engineConversationId: string | null },
  session: Pick<Session, 'engineConversationId' | 'erasedMessageId' | 'lastTakenMessageId'>,
): boolean {
  if (reply.engineConversationId !== null) return reply.engineConversationId !== session.engineConversationId;
  const { erasedMessageId, lastTakenMessageId } = session;
  return erasedMessageId !== null && (lastTakenMessageId ?? 0) <= erasedMessageId;
}
