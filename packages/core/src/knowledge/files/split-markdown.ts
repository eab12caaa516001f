import { bare, decodeTitle, fenceEnd, unescapeLine } from './markdown-lines.ts';

/** A heading and the text below it, up to the next heading. */
export interface Section {
  /** 1 to 6. */
  level: number;
  title: string;
  /** Of the heading, from 1. */
  line: number;
  /** Its lines as text, escapes resolved. */
  body: string[];
  /** What stood behind `Tags:` in the first or the last line of the body. */
  tags: string | null;
}

interface Line {
  text: string;
  isCode: boolean;
}

/** The sections of a Markdown text from line `start` on. What stands in a code block is no heading. */
export function splitMarkdown(lines: readonly string[], start: number): Section[] {
  const sections: { level: number; title: string; line: number; lines: Line[] }[] = [];
  const write = (line: Line) => sections.at(-1)?.lines.push(line);
  for (let index = start; index < lines.length; index += 1) {
    const text = lines[index] ?? '';
    const fence = fenceEnd(lines, index);
    const heading = headingAt(lines, index);
    if (fence) {
      for (const code of lines.slice(index, fence.at + 1)) write({ text: code, isCode: true });
      index = fence.at;
    } else if (heading) {
      sections.push({ level: heading.level, title: heading.title, line: index + 1, lines: [] });
      index += heading.lines - 1;
    } else write({ text, isCode: false });
  }
  return sections.map(({ lines: body, ...head }) => ({ ...head, ...takeTags(body) }));
}

function headingAt(
  lines: readonly string[],
  index: number,
): { level: number; title: string; lines: number } | null {
  const text = bare(lines[index] ?? '');
  const [all, marks = '', rest = ''] = /^ {0,3}(#{1,6})(?:[ \t]+([\s\S]*))?$/.exec(text) ?? [];
  if (all !== undefined) return { level: marks.length, title: titleOf(rest), lines: 1 };
  const [, underline] = /^ {0,3}(={3,}|-{3,})[ \t]*$/.exec(bare(lines[index + 1] ?? '')) ?? [];
  const isParagraph = /^ {0,3}(?![>|*+#`~<-]|\d+[.)] )\S/.test(text);
  const isAlone = index === 0 || (lines[index - 1] ?? '').trim() === '';
  if (underline === undefined || !isParagraph || !isAlone) return null;
  return { level: underline.startsWith('=') ? 1 : 2, title: titleOf(text), lines: 2 };
}

/** Without the marks that may close a heading. */
const titleOf = (text: string): string =>
  decodeTitle(text.replace(/(?:^|[ \t]+)#+[ \t]*$/, '').replace(/^[ \t]+|[ \t]+$/g, ''));

const tagsLine = /^ {0,3}tags?:([\s\S]*)$/i;

function takeTags(lines: readonly Line[]): Pick<Section, 'body' | 'tags'> {
  const isText = ({ text }: Line) => text.trim() !== '';
  for (const at of [lines.findIndex(isText), lines.findLastIndex(isText)]) {
    const line = lines[at];
    const found = line === undefined || line.isCode ? null : tagsLine.exec(bare(line.text));
    if (found) return { body: textsOf(lines.filter((_line, index) => index !== at)), tags: found[1] ?? '' };
  }
  return { body: textsOf(lines), tags: null };
}

const textsOf = (lines: readonly Line[]): string[] =>
  lines.map(({ text, isCode }) => (isCode ? text : unescapeLine(text)));
