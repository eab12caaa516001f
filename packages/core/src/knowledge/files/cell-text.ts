/** What a spreadsheet takes for a formula when a value begins with it, full-width forms included (OWASP, "CSV Injection"). */
const formula = '[=+\\-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20]';
const toGuard = new RegExp(`^'*${formula}`);
const guarded = new RegExp(`^'+${formula}`);

/** A text as a cell that no spreadsheet runs: one apostrophe goes ahead of what begins like a formula. */
export const writeCell = (text: string): string => (toGuard.test(text) ? `'${text}` : text);

/** The text that `writeCell` was given. */
export const readCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);

/** 20 tags of 64 characters, each of them escaped. */
const tagsCharactersMax = 20_000;
const separators = /[;,\n]/;

/** Tags as one text: `a; b`, or a JSON list where that would not come back as it was. */
export function writeTags(tags: readonly string[]): string {
  const isPlain = tags.every((tag) => tag !== '' && tag === tag.trim() && !separators.test(tag));
  const text = tags.join('; ');
  return isPlain && !text.startsWith('[') ? text : JSON.stringify(tags);
}

/** Tags between `;`, `,` or line breaks, or a JSON list, which is not looked into. */
export function readTags(text: string): unknown {
  const trimmed = text.trim();
  // One tag that is too long, for the check of the row to refuse: cut up it would be many times as large.
  if (trimmed.length > tagsCharactersMax) return [trimmed];
  if (trimmed.startsWith('[')) {
    try {
      return JSON.parse(trimmed);
    } catch {
      // A tag may begin with a bracket.
    }
  }
  return trimmed
    .split(separators)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
