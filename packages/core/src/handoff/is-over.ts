import type { Outbound, Session } from '@tandem/db';

/** Why words that announce a human are held back when none is to come any more. */
export const handoffOverReason = 'the handoff it tells of is over';

/** Whether a message tells of a handoff that is over: nothing brings that one back, a later one has words of its own. Pure. */
export const isHandoffOver = (
  { kind, createdAt }: Pick<Outbound, 'kind' | 'createdAt'>,
  { owner, ownerSince }: Pick<Session, 'owner' | 'ownerSince'>,
): boolean => kind === 'handoff-notice' && (owner === 'bot' || ownerSince > createdAt);
