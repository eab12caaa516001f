import type { KnowledgeEntry } from '@tandem/schemas';
import { writeXlsxStream } from 'hucre/xlsx';
import { writeCell, writeTags } from './cell-text.ts';

const columns = [
  { header: 'question', key: 'question', width: 50 },
  { header: 'answer', key: 'answer', width: 90 },
  { header: 'tags', key: 'tags', width: 30 },
];

/** A spreadsheet of one sheet; every cell is text, and none begins like a formula. */
export async function writeXlsx(entries: readonly KnowledgeEntry[]): Promise<Buffer> {
  const stream = writeXlsxStream(rowsOf(entries), { name: 'Knowledge base', columns });
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function* rowsOf(entries: readonly KnowledgeEntry[]): Generator<string[]> {
  for (const { question, answer, tags } of entries) yield [question, answer, writeTags(tags)].map(toCell);
}

/** `_x000D_` is how the format writes a carriage return: what looks like it in a text is written apart (ECMA-376 §22.9.2.19). */
const toCell = (text: string): string => writeCell(text).replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_');
