/** What one row of a file holds, before anything of it is believed; `line` counts from 1 as the file's own reader would. */
export type RawRow = { line: number; entry: unknown } | { line: number; problem: RowProblem };

/** Why a row cannot be used; `field` is empty where it is the row as a whole. */
export interface RowProblem {
  field: string;
  message: string;
}

/** The rows of a file, blank ones left out. They come one by one, so that a reader need not hold them all. */
export type RawRows = Iterable<RawRow> | AsyncIterable<RawRow>;

/** A file that was opened: its rows, and the columns that say nothing to a knowledge base. */
export interface OpenedFile {
  rows: RawRows;
  ignoredColumns: string[];
}
