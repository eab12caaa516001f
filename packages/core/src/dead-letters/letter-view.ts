import type { DeadLetter } from '@tandem/db';
import type { DeadLetterView } from '@tandem/schemas/admin';
import { plainReason, wordsForReason } from '../messages/reason-words.ts';

/** A dead letter as answered. */
export const letterView = (letter: DeadLetter): DeadLetterView => ({
  ...letter,
  words: plainReason(letter.reason),
  means: wordsForReason(letter.reason)?.means ?? null,
  diedAt: letter.diedAt.toISOString(),
  settledAt: letter.settledAt?.toISOString() ?? null,
});
