const lengthMax = 160;

/** Words in quotation marks, on one line, cut where they get long. */
export function quote(words: string | null): string {
  const line = (words ?? '').replace(/\s+/g, ' ').trim();
  const cut = line.length <= lengthMax ? line : `${line.slice(0, lengthMax).toWellFormed()}…`;
  return `“${cut}”`;
}
