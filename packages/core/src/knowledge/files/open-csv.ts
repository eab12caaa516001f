import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { AppError } from '@tandem/schemas';
import { type CastingContext, CsvError, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { decodeText } from './decode-text.ts';
import { type Columns, findColumns, noColumns, rowOf } from './find-columns.ts';
import type { OpenedFile, RawRow } from './raw-row.ts';

const separators = [',', ';', '\t', '|'];
const charactersAtOnce = 64 * 1_024;
const headerCharactersMax = 64 * 1_024;
/** As many as a spreadsheet has. An empty value costs a byte in a file, and many times that once it is read. */
const columnsMax = 16_384;
const shape = {
  cast: (value: string, { index }: CastingContext) => {
    if (index < columnsMax) return value;
    const message = `A row holds more than ${columnsMax.toLocaleString('en')} values.`;
    throw new AppError('bad_request', { public: message });
  },
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
};

interface Table {
  text: string;
  separator: string;
  columns: Columns;
  /** Lines above the text that are not part of the table. */
  linesAbove: number;
}

/**
 * Opens CSV whose first line names the columns; separated by comma, semicolon, tab or bar, which the first line tells (or
 * Excel's `sep=;` above it). A quote amid a value is part of it. AppError `bad_request`.
 */
export function openCsv(bytes: Uint8Array): OpenedFile {
  const table = findTable(decodeText(bytes));
  return { rows: readRows(table), ignoredColumns: table.columns.ignored };
}

function findTable(whole: string): Table {
  const [above = '', told] = /^sep=(.)(?:\r\n|\r|\n)/i.exec(whole) ?? [];
  const text = whole.slice(above.length);
  for (const separator of told === undefined ? separators : [told]) {
    const columns = findColumns(headerOf(text, separator));
    if (columns) return { text, separator, columns, linesAbove: above === '' ? 0 : 1 };
  }
  throw noColumns('The first line');
}

function headerOf(text: string, delimiter: string): string[] {
  try {
    const head = text.slice(0, headerCharactersMax);
    const [header = []] = parseNow(head, { ...shape, delimiter, to: 1 });
    return header;
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

async function* readRows(table: Table): AsyncGenerator<RawRow> {
  const { text, separator, columns, linesAbove } = table;
  const parser = parse({ ...shape, delimiter: separator, info: true });
  // A failure of the parser is thrown where its rows are read.
  pipeline(Readable.from(slicesOf(text)), parser).catch(() => {});
  const lines = countLines(linesAbove);
  let isHeader = true;
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) {
      const line = lines.firstOf(parsed);
      const row = isHeader ? null : rowOf(parsed.record, { columns, line });
      isHeader = false;
      if (row) yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message = `The file is not CSV: a quote in the row at line ${lines.next()} or below never closes.`;
    throw new AppError('bad_request', { public: message, internal: error.code });
  }
}

/** What `info` makes of each record, as the library documents; `lines` counts CRLF in a quoted value twice. */
interface Parsed {
  record: string[];
  info: { lines: number };
}

function countLines(linesAbove: number) {
  let excess = -linesAbove;
  let last = linesAbove;
  return {
    /** The line that a record begins in. */
    firstOf({ record, info }: Parsed): number {
      const breaks = record.flatMap((cell) => cell.match(/\r\n|\r|\n/g) ?? []);
      excess += breaks.filter((one) => one === '\r\n').length;
      last = info.lines - excess;
      return last - breaks.length;
    },
    next: () => last + 1,
  };
}

/** A large file is parsed between other work of the process. */
async function* slicesOf(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += charactersAtOnce) {
    yield text.slice(start, start + charactersAtOnce);
    await othersFirst();
  }
}
