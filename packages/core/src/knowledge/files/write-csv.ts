import type { KnowledgeEntry } from '@tandem/schemas';
import { writeCell, writeTags } from './cell-text.ts';

/** CSV as Excel opens it by a double click: with a byte order mark, CRLF between rows, no cell that is a formula. */
export function writeCsv(entries: readonly KnowledgeEntry[]): Buffer {
  const rows = entries.map(({ question, answer, tags }) =>
    [question, answer, writeTags(tags)].map(toCell).join(','),
  );
  return Buffer.from(`\uFEFF${['question,answer,tags', ...rows].join('\r\n')}\r\n`);
}

function toCell(text: string): string {
  const cell = writeCell(text);
  return /[",;\t|\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
