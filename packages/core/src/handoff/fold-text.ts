/** Letters that no decomposition takes apart. */
const alike: Record<string, string> = { ß: 'ss', ı: 'i', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ς: 'σ' };

/** Accents of all scripts, the points of Hebrew, and what is invisible; marks that make another letter of one (が, ไ) stay. */
const marks = /(?![\u3099\u309a])[\p{Script=Inherited}\u0591-\u05bd\u05bf\u05c1\u05c2\u0640\p{Cf}]/gu;

/** A text without its case, accents and widths, with single spaces: what two writers mean the same by is the same. Pure. */
export const foldText = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '')
    .replace(/[ßıøłđæœς]/g, (letter) => alike[letter] ?? letter)
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
