import pico from 'picocolors';

export interface Output {
  /** One JSON document for programs instead of words for people. */
  json: boolean;
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
  else output.write(table(rows, columns));
}

function table(rows: readonly Row[], columns: readonly string[]): string {
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (parts: readonly string[]) =>
    parts
      .map((part, index) => part.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [pico.bold(line(columns)), ...cells.map(line), ''].join('\n');
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
    output.write(`${pico.bold(name.padEnd(width))}  ${cell(value)}\n`);
  }
}

/** Words for people; nothing for programs, who have read their JSON. */
export function printNote(output: Output, text: string): void {
  if (!output.json) output.write(`${text}\n`);
}

export function printJson(output: Output, answer: unknown): void {
  output.write(`${JSON.stringify(answer, null, 2)}\n`);
}

/** Texts come from customers and agents: what would steer a terminal is shown as an escape, on one line. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, visible);
}

const visible = (char: string): string =>
  char === '\n' ? '\\n' : `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
