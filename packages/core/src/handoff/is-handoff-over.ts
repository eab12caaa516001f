import type { Outbound, Session } from '@tandem/db';

/** Why words that announce a human are held back when none is to come any more. */
export const handoffOverReason = 'the handoff it tells of is over';

/**
 * Whether a message tells of a handoff that is over: the owner has changed since it was said. Nothing brings that handoff back,
 * and a later one has words of its own; so this holds also of a session that was read before the message. Pure.
 */
export const isHandoffOver = (
  { kind, createdAt }: Pick<Outbound, 'kind' | 'createdAt'>,
  { ownerSince }: Pick<Session, 'ownerSince'>,
): boolean => kind === 'handoff-notice' && ownerSince > createdAt;
