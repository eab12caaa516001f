import type { Workbook } from './open-workbook.ts';
import { parseXml } from './read-xml.ts';

/** The texts of one row of a sheet; `line` is its number there, from 1. */
export interface SheetRow {
  line: number;
  cells: string[];
}

/** Columns further to the right hold nothing of a knowledge base; a sheet may be 16,384 wide. */
const columnsMax = 100;
/** Rows and cells, the empty ones too: a small file may hold millions, a knowledge base needs 40,000. */
const partsMax = 300_000;
/** Beyond what a cell of any spreadsheet holds; what is longer is refused with its row anyway. */
const charactersMax = 40_000;

interface Cell {
  column: number;
  type: string;
  text: string;
}

/** The rows of a sheet that hold something, one by one (ECMA-376 Part 1 §18.3). Numbers and dates come as they are stored. */
export async function* readSheet({ sheet, sharedTexts }: Workbook): AsyncGenerator<SheetRow> {
  const rows: SheetRow[] = [];
  let row: SheetRow = { line: 0, cells: [] };
  let cell: Cell | null = null;
  let parts = 0;
  const inside = { text: false, reading: false };
  const steps = parseXml(sheet, {
    open: (name, attributes) => {
      if (name === 'row' || name === 'c') parts += 1;
      if (parts > partsMax) throw new Error('the sheet has too many cells');
      if (name === 'row') row = { line: numberOf(attributes.r) ?? row.line + 1, cells: [] };
      if (name === 'c')
        cell = { column: columnOf(attributes.r) ?? row.cells.length, type: attributes.t ?? 'n', text: '' };
      if (name === 't' || name === 'v') inside.text = true;
      if (name === 'rPh') inside.reading = true;
    },
    text: (more) => {
      if (inside.text && !inside.reading && cell !== null && cell.text.length < charactersMax)
        cell.text += more;
    },
    close: (name) => {
      if (name === 't' || name === 'v') inside.text = false;
      if (name === 'rPh') inside.reading = false;
      if (name === 'c' && cell !== null) {
        if (cell.column < columnsMax) setCell(row.cells, cell.column, textOf(cell, sharedTexts));
        cell = null;
      }
      if (name === 'row' && row.cells.length > 0) rows.push(row);
    },
  });
  try {
    for await (const _step of steps) yield* rows.splice(0);
  } finally {
    sheet.destroy();
  }
}

function setCell(cells: string[], column: number, text: string): void {
  while (cells.length < column) cells.push('');
  cells[column] = text;
}

function textOf({ type, text }: Cell, sharedTexts: readonly string[]): string {
  switch (type) {
    case 's':
      return decode(sharedTexts[Number(text)] ?? '');
    case 'str':
    case 'inlineStr':
      return decode(text);
    case 'b':
      return text === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return '';
    default:
      return text;
  }
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 Part 1 §22.9.2.19). */
const decode = (text: string): string =>
  text.replace(/_x([\da-f]{4})_/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : null;

/** `B7` is 1. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
