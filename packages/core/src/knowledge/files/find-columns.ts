import { AppError } from '@tandem/schemas';
import { readCell, readTags } from './cell-text.ts';
import type { RawRow } from './raw-row.ts';

/** Where a table has what; `width` is how many columns its first line names. */
export interface Columns {
  question: number;
  answer: number;
  tags: number | null;
  ignored: string[];
  width: number;
}

/** Names that people give these columns, folded. */
const known = {
  question: ['question', 'questions', 'q', 'frage', 'pregunta', 'pergunta', 'domanda', 'vraag'],
  answer: ['answer', 'answers', 'a', 'response', 'reply', 'antwort', 'respuesta', 'resposta', 'reponse'],
  tags: ['tags', 'tag', 'labels', 'label', 'keywords', 'category', 'categories', 'etiquetas'],
};

/** Finds the columns by the names in the first line, whatever their case and order; null when one of the two needed is missing. */
export function findColumns(header: readonly string[]): Columns | null {
  const names = header.map(fold);
  const place = (of: readonly string[]) => names.findIndex((name) => of.includes(name));
  const [question, answer, tags] = [place(known.question), place(known.answer), place(known.tags)];
  if (question === -1 || answer === -1) return null;
  const taken = [question, answer, tags];
  return {
    question,
    answer,
    tags: tags === -1 ? null : tags,
    ignored: header.filter((name, index) => !taken.includes(index) && name.trim() !== '').map(cut),
    width: header.length,
  };
}

/** The row in these cells; null where all are blank. */
export function rowOf(cells: readonly string[], place: { columns: Columns; line: number }): RawRow | null {
  const { columns, line } = place;
  if (cells.every((cell) => cell.trim() === '')) return null;
  const surplus = cells.slice(columns.width).some((cell) => cell.trim() !== '');
  if (surplus) {
    const message = 'has more values than the first line names: put quotes around a value with a separator';
    return { line, problem: { field: '', message } };
  }
  const read = (index: number) => readCell(cells[index] ?? '');
  const tags = columns.tags === null ? {} : { tags: readTags(read(columns.tags)) };
  return { line, entry: { question: read(columns.question), answer: read(columns.answer), ...tags } };
}

/** `where`: such as "The first line". */
export const noColumns = (where: string): AppError =>
  new AppError('bad_request', {
    public: `${where} must name the columns question, answer and, if any, tags.`,
  });

const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Names come from a file: cut, so that an answer cannot be made huge. */
const cut = (name: string): string => name.trim().slice(0, 100).toWellFormed();
