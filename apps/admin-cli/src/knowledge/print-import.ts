import type { ImportAnswer } from '@tandem/schemas/admin';
import { type Output, printJson, printList, printNote } from '../print.ts';

/** What an import did or would do: how many entries, then each bad, repeated and changed row. */
export function printImport(output: Output, answer: ImportAnswer): void {
  if (output.json) {
    printJson(output, answer);
    return;
  }
  const { rows, added, changed, removed, unchanged, total, version, ignoredColumns } = answer;
  const counts = `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`;
  printNote(output, `${rows} rows: ${counts}`);
  printNote(output, ending[answer.outcome](total, version));
  if (ignoredColumns.length > 0) printNote(output, `Columns not read: ${ignoredColumns.join(', ')}`);
  table(output, 'Rows that cannot be used', { ...answer.badRows, columns: ['line', 'field', 'message'] });
  table(output, 'Questions that are there already', {
    ...answer.repeatedRows,
    columns: ['line', 'ofLine', 'outcome', 'question'],
  });
  table(output, 'Questions with another answer', { ...answer.changedRows, columns: ['line', 'question'] });
}

const ending: Record<ImportAnswer['outcome'], (total: number, version: number) => string> = {
  preview: (total, version) =>
    `A preview: nothing was written. It would be ${total} entries; now at version ${version}.`,
  written: (total, version) => `${total} entries, version ${version}`,
  unchanged: (total, version) => `Nothing to change: ${total} entries, version ${version}`,
};

interface Rows {
  count: number;
  shown: readonly object[];
  columns: readonly string[];
}

function table(output: Output, title: string, { count, shown, columns }: Rows): void {
  if (count === 0) return;
  const more = count > shown.length ? `, the first ${shown.length}` : '';
  printNote(output, `\n${title} (${count}${more}):`);
  printList(output, { answer: shown, rows: shown.map((row) => ({ ...row })), columns });
}
