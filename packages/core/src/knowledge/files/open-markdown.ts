import { boundLines } from './bound-lines.ts';
import { readTags } from './cell-text.ts';
import { decodeText } from './decode-text.ts';
import { bare } from './markdown-lines.ts';
import type { OpenedFile, RawRow } from './raw-row.ts';
import { type Section, splitMarkdown } from './split-markdown.ts';

const tagCharactersMax = 64;

/**
 * Opens Markdown: each heading is a question, the text below it the answer. A heading with nothing below it but deeper
 * headings is a group, whose title becomes a tag of what it holds; the only heading of level 1 is the title of the page
 * and no tag. Tags also come from a line `Tags: …` at either end of an answer, and from front matter for all.
 */
export function openMarkdown(bytes: Uint8Array): OpenedFile {
  const lines = linesOf(boundLines(decodeText(bytes)));
  const { tags, start } = readFrontMatter(lines);
  return { rows: rowsOf(splitMarkdown(lines, start), tags), ignoredColumns: [] };
}

/** A file whose every line ends in CRLF is read as if it were LF; in any other a carriage return belongs to the text. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const isWindows = lines.length > 1 && lines.slice(0, -1).every((line) => line.endsWith('\r'));
  return isWindows ? lines.map(bare) : lines;
}

/** `tags: a, b`, `tags: [a, b]`, or `tags:` with a list below it, between lines of three dashes at the top. */
function readFrontMatter(lines: readonly string[]): { tags: string[]; start: number } {
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (!/^---\s*$/.test(lines[0] ?? '') || end === -1) return { tags: [], start: 0 };
  const inside = lines.slice(1, end);
  const at = inside.findIndex((line) => /^tags?:/i.test(line));
  const below = inside.slice(at + 1);
  const past = below.findIndex((line) => !/^\s*-\s/.test(line));
  const listed = (past === -1 ? below : below.slice(0, past)).map((line) => line.replace(/^\s*-\s+/, ''));
  const inline = (inside[at] ?? '').replace(/^tags?:\s*/i, '').replace(/^\[([\s\S]*)\]\s*$/, '$1');
  const given = [...inline.split(','), ...listed].map((tag) =>
    tag.trim().replace(/^(["'])([\s\S]*)\1$/, '$2'),
  );
  return { tags: at === -1 ? [] : given.filter((tag) => tag !== ''), start: end + 1 };
}

function* rowsOf(sections: readonly Section[], everywhere: readonly string[]): Generator<RawRow> {
  const isTitled = sections.filter(({ level }) => level === 1).length === 1;
  let above: { level: number; tag: string | null }[] = [];
  for (const [index, { level, title, line, body, tags }] of sections.entries()) {
    above = above.filter((one) => one.level < level);
    const answer = body.join('\n');
    const isGroup = answer.trim() === '' && (sections[index + 1]?.level ?? 0) > level;
    const isTitle = isTitled && level === 1 && index === 0;
    above.push({
      level,
      tag: isGroup && !isTitle ? title.trim().slice(0, tagCharactersMax).toWellFormed() : null,
    });
    if (isGroup) continue;
    const groups = above.flatMap(({ tag }) => (tag === null || tag === '' ? [] : [tag]));
    yield { line, entry: { question: title, answer, tags: joined(tags, [...groups, ...everywhere]) } };
  }
}

/** What is no list of texts is left for the check of the row to refuse. */
function joined(own: string | null, more: readonly string[]): unknown {
  const tags = own === null ? [] : readTags(own);
  if (!Array.isArray(tags)) return tags;
  return [...tags, ...more.filter((tag) => !tags.includes(tag))];
}
