import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { AppError } from '@tandem/schemas';
import { CsvError, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { decodeText } from './decode-text.ts';
import { type Columns, findColumns, noColumns, rowOf } from './find-columns.ts';
import type { OpenedFile, RawRow } from './raw-row.ts';

const separators = [',', ';', '\t', '|'];
const charactersAtOnce = 64 * 1_024;
const headerCharactersMax = 64 * 1_024;
const shape = { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true };

interface Table {
  text: string;
  separator: string;
  columns: Columns;
  /** Lines above the text that are not part of the table. */
  linesAbove: number;
}

/**
 * Opens CSV whose first line names the columns; separated by comma, semicolon, tab or bar, which the first line tells (or
 * Excel's `sep=;` above it). A row whose quotes are wrong is a problem of that row. AppError `bad_request`.
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
    const [header = []] = parseNow(head, { ...shape, delimiter, to: 1, skip_empty_lines: true });
    return header;
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

async function* readRows(table: Table): AsyncGenerator<RawRow> {
  const { text, separator, columns, linesAbove } = table;
  const broken: RawRow[] = [];
  const parser = parse({
    ...shape,
    delimiter: separator,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) broken.push({ line: lineOf(error) + linesAbove, problem: quotesWrong });
      return undefined;
    },
  });
  // A failure of the parser is thrown where its rows are read.
  pipeline(Readable.from(slicesOf(text)), parser).catch(() => {});
  let isHeader = true;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const row = isHeader ? null : rowOf(record, { columns, line: firstLine(record, info) + linesAbove });
      isHeader = false;
      yield* broken.splice(0);
      if (row) yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('bad_request', {
      public: `The file is not CSV: see line ${lineOf(error) + linesAbove}, where a quote may not be closed.`,
      cause: error.code,
    });
  }
  yield* broken;
}

/** What `info` makes of each record, as the library documents: `lines` counts to the end of the record. */
interface Parsed {
  record: string[];
  info: { lines: number };
}

const quotesWrong = {
  field: '',
  message: 'has a quote amid a value: double it, and put quotes around the value',
};

const firstLine = (cells: readonly string[], { lines }: { lines: number }): number =>
  lines - cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

const lineOf = (error: CsvError): number => ('lines' in error ? Number(error.lines) : 1);

/** A large file is parsed between other work of the process. */
async function* slicesOf(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += charactersAtOnce) {
    yield text.slice(start, start + charactersAtOnce);
    await othersFirst();
  }
}
