import { foldText } from './fold-text.ts';

/** Written without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const letter = /[\p{L}\p{N}\p{M}_]/u;
/** The names of sites and mailboxes are no wishes: `support@acme.example`. */
const addresses = /\S+@\S+|\bhttps?:\/\/\S+|\bwww\.\S+/gu;

/** Short words that are written onto the next or the last one: `و` + `ال`, `ה`, `과`. */
const before: Partial<Record<string, RegExp>> = {
  arabic: /(?:^|[^\p{L}\p{N}\p{M}_])[وف]?[بكل]?(?:ال|لل)?$/u,
  hebrew: /(?:^|[^\p{L}\p{N}\p{M}_])[והבלמשכ]{1,2}$/u,
};
const after: Partial<Record<string, RegExp>> = {
  hangul:
    /^(?:님|분)?(?:은|는|이|가|을|를|과|와|의|에|에게|에게서|한테|께|로|으로|도|만|이랑|랑|하고|이나|나|이요|요)?(?:$|[^\p{L}\p{N}\p{M}_])/u,
};

const words = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The first of the keywords that a text holds as whole words, case, accents and widths folded; null: none. Phrases match over
 * any spaces and punctuation. Where a script writes no spaces, words are those of its dictionary; articles and particles that
 * Arabic, Hebrew and Korean write onto a word do not hide it. Pure.
 */
export function matchKeyword(text: string, keywords: readonly string[]): string | null {
  if (keywords.length === 0) return null;
  const said = foldText(text.replace(addresses, ' '));
  if (said === '') return null;
  return keywords.find((keyword) => holds(said, patternOf(keyword))) ?? null;
}

function holds(said: string, pattern: RegExp | null): boolean {
  if (pattern === null) return false;
  for (const { 0: found, index } of said.matchAll(pattern)) {
    if (beginsAt(said, index) && endsAt(said, index + found.length)) return true;
  }
  return false;
}

const patterns = new Map<string, RegExp | null>();
const patternsMax = 50_000;

/** Null for a keyword that nothing is left of. */
function patternOf(keyword: string): RegExp | null {
  const known = patterns.get(keyword);
  if (known !== undefined) return known;
  const parts = foldText(keyword)
    .split(/[\s\p{Pd}]+/u)
    .filter((part) => part !== '');
  const source = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('[\\s\\p{P}]+');
  const pattern = parts.length === 0 ? null : new RegExp(source, 'gu');
  if (patterns.size >= patternsMax) patterns.clear();
  patterns.set(keyword, pattern);
  return pattern;
}

function beginsAt(said: string, index: number): boolean {
  const { last, next } = around(said, index);
  if (!letter.test(last) || !letter.test(next)) return true;
  if (unspaced.test(last) || unspaced.test(next)) return isBetweenWords(said, index);
  return before[scriptOf(next)]?.test(said.slice(Math.max(0, index - 8), index)) ?? false;
}

function endsAt(said: string, index: number): boolean {
  const { last, next } = around(said, index);
  if (!letter.test(last) || !letter.test(next)) return true;
  if (unspaced.test(last) || unspaced.test(next)) return isBetweenWords(said, index);
  return after[scriptOf(last)]?.test(said.slice(index, index + 8)) ?? false;
}

/** Between a script with spaces and one without there is always a new word. */
function isBetweenWords(said: string, index: number): boolean {
  const { last, next } = around(said, index);
  if (unspaced.test(last) !== unspaced.test(next)) return !/\p{M}/u.test(next);
  return words.segment(said).containing(index)?.index === index;
}

/** The characters on both sides of a place; a space where the text ends. */
const around = (said: string, index: number): { last: string; next: string } => ({
  last: [...said.slice(Math.max(0, index - 2), index)].at(-1) ?? ' ',
  next: String.fromCodePoint(said.codePointAt(index) ?? 32),
});

function scriptOf(character: string): string {
  if (/\p{Script=Arabic}/u.test(character)) return 'arabic';
  if (/\p{Script=Hebrew}/u.test(character)) return 'hebrew';
  return /\p{Script=Hangul}/u.test(character) ? 'hangul' : 'other';
}
