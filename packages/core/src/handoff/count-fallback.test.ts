import type { FallbackStreak } from '@tandem/db';
import type { TurnId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { at } from '../../test/heard-message.ts';
import { countFallback, fallbacksIn } from './count-fallback.ts';

/** Replies as `<turn><f for a fallback, o for others>`, `!` for a change of owner; answers how many are in a row at last. */
function inARow(replies: string): number {
  const session: { fallbacks: FallbackStreak | null; ownerSince: Date } = {
    fallbacks: null,
    ownerSince: at(0),
  };
  replies.split(' ').forEach((reply, index) => {
    const now = at((index + 1) * 1_000);
    if (reply === '!') session.ownerSince = now;
    else {
      const turnId = reply.slice(0, -1) as TurnId;
      const streak = countFallback({ session, turnId, isFallback: reply.endsWith('f'), at: now });
      session.fallbacks = streak ?? session.fallbacks;
    }
  });
  return fallbacksIn(session.fallbacks);
}

describe('fallbacks in a row', () => {
  it.each([
    ['1o', 0],
    ['1f', 1],
    ['1f 2f 3f', 3],
    ['1f 2f 3o', 0],
    ['1f 2o 3f', 1],
    ['1f 1f 1f', 1],
    ['1o 1f 2o 2f', 2],
    ['1f 1o 2f 2o', 2],
    ['1f 2f ! 3f', 1],
    ['1f 2o 2f 3f', 3],
  ])('after %s are %i', (replies, wanted) => expect(inARow(replies)).toBe(wanted));

  it('cost an ordinary reply nothing to write', () => {
    const session = { fallbacks: null, ownerSince: at(0) };
    expect(countFallback({ session, turnId: '1' as TurnId, isFallback: false, at: at(1) })).toBeNull();
  });
});
