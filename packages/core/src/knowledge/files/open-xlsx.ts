import { AppError } from '@tandem/schemas';
import { type Columns, findColumns, noColumns, rowOf } from './find-columns.ts';
import { openArchive } from './open-archive.ts';
import { openWorkbook } from './open-workbook.ts';
import type { OpenedFile, RawRow } from './raw-row.ts';
import { readSheet, type SheetRow } from './read-sheet.ts';

type Rows = AsyncGenerator<SheetRow>;

/** Opens the first sheet of a spreadsheet whose first row names the columns. AppError `bad_request`, `payload_too_large`. */
export async function openXlsx(bytes: Buffer): Promise<OpenedFile> {
  return await readable(async () => {
    const rows = readSheet(await openWorkbook(await openArchive(bytes)));
    const columns = await findHeader(rows);
    return { rows: readRows(rows, columns), ignoredColumns: columns.ignored };
  });
}

async function findHeader(rows: Rows): Promise<Columns> {
  // Not for-await: that would end the rows with the first.
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const { cells } = next.value;
    if (cells.every((cell) => cell.trim() === '')) continue;
    const columns = findColumns(cells);
    if (columns) return columns;
    break;
  }
  throw noColumns('The first row of the first sheet');
}

async function* readRows(rows: Rows, columns: Columns): AsyncGenerator<RawRow> {
  const next = async () => await readable(() => rows.next());
  try {
    for (let step = await next(); !step.done; step = await next()) {
      const row = rowOf(step.value.cells, { columns, line: step.value.line });
      if (row) yield row;
    }
  } finally {
    await rows.return(undefined);
  }
}

/** Whatever a file holds that is not as the format has it is thrown by one of its readers. */
async function readable<Result>(reading: () => Promise<Result>): Promise<Result> {
  try {
    return await reading();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('bad_request', {
      public: 'The file is not a spreadsheet that can be read. Save it again as XLSX, or as CSV UTF-8.',
      cause,
    });
  }
}
