import type { FallbackStreak, Session } from '@tandem/db';
import type { TurnId } from '@tandem/schemas';

interface CountFallback {
  session: Pick<Session, 'fallbacks' | 'ownerSince'>;
  /** The turn that the reply belongs to. */
  turnId: TurnId;
  /** Whether the bot marked the reply as a fallback. */
  isFallback: boolean;
  at: Date;
}

/**
 * How fallbacks stand in a row after another reply: a turn is one when any of its replies is, and one that is not ends the
 * row, as a change of owner does. Null: as before, nothing is to be written. Pure.
 */
export function countFallback(input: CountFallback): FallbackStreak | null {
  const { session, turnId, isFallback } = input;
  const known = session.fallbacks;
  const current = known && new Date(known.at) >= session.ownerSince ? known : null;
  const at = input.at.toISOString();
  if (current?.turnId === turnId)
    return isFallback && !current.isFallback ? { ...current, isFallback, at } : null;
  const before = fallbacksIn(current);
  return isFallback || before > 0 ? { turnId, before, isFallback, at } : null;
}

/** How many fallbacks in a row that is. Pure. */
export const fallbacksIn = (streak: FallbackStreak | null): number =>
  streak?.isFallback ? streak.before + 1 : 0;
