import { AppError } from '@tandem/schemas';
import { type CellValue, streamXlsxRows } from 'hucre/xlsx';
import { checkArchive } from './check-archive.ts';
import { type Columns, findColumns, noColumns, rowOf } from './find-columns.ts';
import type { OpenedFile, RawRow } from './raw-row.ts';

type Rows = ReturnType<typeof streamXlsxRows>;

/** Opens the first sheet of a spreadsheet whose first row names the columns. AppError `bad_request`, `payload_too_large`. */
export async function openXlsx(bytes: Buffer): Promise<OpenedFile> {
  await checkArchive(bytes);
  const rows = streamXlsxRows(bytes, { sheet: 0 });
  const columns = await readable(findHeader(rows));
  return { rows: readRows(rows, columns), ignoredColumns: columns.ignored };
}

async function findHeader(rows: Rows): Promise<Columns> {
  // Not for-await: that would end the rows with the first.
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const header = next.value.values.map(textOf);
    if (header.every((cell) => cell.trim() === '')) continue;
    const columns = findColumns(header);
    if (columns) return columns;
    break;
  }
  throw noColumns('The first row of the first sheet');
}

async function* readRows(rows: Rows, columns: Columns): AsyncGenerator<RawRow> {
  for (let next = await readable(rows.next()); !next.done; next = await readable(rows.next())) {
    const { index, values } = next.value;
    const row = rowOf(values.map(textOf), { columns, line: index + 1 });
    if (row) yield row;
  }
}

/** The library throws for whatever a file holds that is not as it should be. */
async function readable<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('bad_request', {
      public: 'The spreadsheet cannot be read. Save it again as XLSX, or as CSV UTF-8.',
      cause,
    });
  }
}

function textOf(value: CellValue): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  return String(value);
}
