import { createHash } from 'node:crypto';
import type { CustomerMessage } from '@tandem/schemas';
import { foldText } from './fold-text.ts';

const questionMark = /[?？؟;՞፧⁇]/u;
const word = /[\p{L}\p{N}]+/gu;
/** Said of less words something may well be said twice: `yes`, `thank you`. */
const wordsMin = 3;
/** Where words are not told by spaces. */
const lettersMin = 8;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/**
 * What makes two questions the same: a digest of the text, case, accents and punctuation folded. Null for what is no question
 * of the customer's own: a choice, files, a word or two. Pure.
 */
export function questionOf({ text, attachments, choice }: CustomerMessage): string | null {
  if (choice || attachments.length > 0) return null;
  const folded = foldText(text);
  const words = folded.match(word) ?? [];
  const letters = folded.match(unspaced) ?? [];
  const isQuestion =
    words.length > 0 && (questionMark.test(text) || words.length >= wordsMin || letters.length >= lettersMin);
  return isQuestion ? createHash('sha256').update(words.join(' ')).digest('base64url').slice(0, 22) : null;
}
