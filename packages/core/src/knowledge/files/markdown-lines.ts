/** What begins a line that is more than text of an answer: a heading, its underline, tags, a fence. */
const special = /^( {0,3})(\\*)(#{1,6}(?:[ \t]|$)|(?:={3,}|-{3,})[ \t]*$|tags?:|`{3,}|~{3,})/i;
const opener = /^ {0,3}(?:(`{3,})[^`]*|(~{3,})[\s\S]*)$/;

/** A line that would be more than text, with a backslash ahead of it, as Markdown has it. */
export const escapeLine = (line: string): string =>
  onLine(line, (text) =>
    text.replace(special, (_all, indent, slashes, mark) => `${indent}\\${slashes}${mark}`),
  );

/** The line that `escapeLine` was given. */
export const unescapeLine = (line: string): string =>
  onLine(line, (text) =>
    text.replace(special, (all, indent, slashes, mark) =>
      slashes === '' ? all : `${indent}${slashes.slice(1)}${mark}`,
    ),
  );

/** The line at which the code block that opens at `start` closes; null when none opens there, the last line when it never closes. */
export function fenceEnd(lines: readonly string[], start: number): { at: number; isClosed: boolean } | null {
  const [, ticks, tildes] = opener.exec(bare(lines[start] ?? '')) ?? [];
  const fence = ticks ?? tildes;
  if (fence === undefined) return null;
  const closer = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`);
  for (let at = start + 1; at < lines.length; at += 1)
    if (closer.test(bare(lines[at] ?? ''))) return { at, isClosed: true };
  return { at: lines.length - 1, isClosed: false };
}

/** A text as the title of one line. */
export const encodeTitle = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('&', '&amp;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replace(/#+$/, (marks) => marks.replaceAll('#', '\\#'));

/** A title's text: escapes and references resolved, marks of emphasis left as they are. */
export const decodeTitle = (title: string): string =>
  title.replace(
    /\\([!-/:-@[-`{-~])|&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot));/gi,
    (all, escaped, decimal, hex, name) => {
      if (escaped !== undefined) return escaped;
      if (name !== undefined) return named[name.toLowerCase()] ?? all;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : all;
    },
  );

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The line without the carriage return of files from Windows. */
export const bare = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

const onLine = (line: string, change: (text: string) => string): string =>
  line.endsWith('\r') ? `${change(line.slice(0, -1))}\r` : change(line);
