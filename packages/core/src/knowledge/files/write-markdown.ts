import type { KnowledgeEntry } from '@tandem/schemas';
import { writeTags } from './cell-text.ts';
import { encodeTitle, escapeLine, fenceEnd } from './markdown-lines.ts';

/** Markdown: a heading for each question, its tags in a line below it, then the answer as it is. */
export const writeMarkdown = (entries: readonly KnowledgeEntry[]): Buffer =>
  Buffer.from(entries.map(toSection).join('\n'));

function toSection({ question, answer, tags }: KnowledgeEntry): string {
  const tagged = tags.length === 0 ? '' : `Tags: ${writeTags(tags)}\n\n`;
  return `## ${encodeTitle(question)}\n\n${tagged}${toBody(answer)}\n`;
}

/** Lines that would be more than text are escaped, save in a code block; a block that never closes is text, or it would swallow what follows. */
function toBody(answer: string): string {
  const lines = answer.split('\n');
  const written: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const fence = fenceEnd(lines, index);
    if (fence?.isClosed) {
      written.push(...lines.slice(index, fence.at + 1));
      index = fence.at;
    } else written.push(escapeLine(lines[index] ?? ''));
  }
  return written.join('\n');
}
