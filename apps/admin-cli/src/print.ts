import stringWidth from 'string-width';
import { cutText, padText } from './output/cut-text.ts';
import { fitWidths } from './output/fit-widths.ts';
import { localTime } from './output/local-time.ts';
import type { Paint } from './output/paint.ts';

export interface Output {
  /** One JSON document for programs instead of words for people. */
  json: boolean;
  /** What was asked for and nothing else: no notes, no progress. */
  quiet: boolean;
  /** Columns of the terminal; null: not a terminal, and nothing is cut. */
  width: number | null;
  paint: Paint;
  write(text: string): void;
}

export type Row = Readonly<Record<string, unknown>>;

/** A list: a table with the named columns, or `answer` as JSON. */
export function printList(
  output: Output,
  input: { answer: unknown; rows: readonly Row[]; columns: readonly string[] },
): void {
  const { answer, rows, columns } = input;
  if (output.json) printJson(output, answer);
  else if (rows.length === 0) output.write('(none)\n');
  else output.write(table(output, rows, columns));
}

function table({ width, paint }: Output, rows: readonly Row[], columns: readonly string[]): string {
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  const wanted = columns.map((column, index) => ({
    width: Math.max(column.length, ...cells.map((row) => stringWidth(row[index] ?? ''))),
    isWhole: /^(id|prefix|secret)$|Id$/.test(column),
  }));
  const widths = width === null ? wanted.map((one) => one.width) : fitWidths(wanted, width);
  const line = (parts: readonly string[]) =>
    parts
      .map((part, index) => padText(cutText(part, widths[index] ?? 0), widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [paint.bold(line(columns)), ...cells.map(line), ''].join('\n');
}

/** One thing: a line for each field, or `answer` as JSON. */
export function printOne(output: Output, input: { answer: unknown; fields: Row }): void {
  const { answer, fields } = input;
  if (output.json) {
    printJson(output, answer);
    return;
  }
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  for (const [name, value] of Object.entries(fields)) {
    output.write(`${output.paint.bold(name.padEnd(width))}  ${cell(value)}\n`);
  }
}

/** Words for people; nothing for programs, who have read their JSON. */
export function printNote(output: Output, text: string): void {
  if (!output.json && !output.quiet) output.write(`${text}\n`);
}

export function printJson(output: Output, answer: unknown): void {
  output.write(`${JSON.stringify(answer, null, 2)}\n`);
}

/**
 * Texts come from customers and agents: what would steer a terminal is shown as an escape, on one line. Moments are shown in
 * the time of the machine.
 */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const text = typeof value === 'string' ? (localTime(value) ?? value) : JSON.stringify(value);
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, visible);
}

const visible = (char: string): string =>
  char === '\n' ? '\\n' : `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
