import { AppError, type KnowledgeEntry, zKnowledgeEntry } from '@tandem/schemas';
import type { BadRow } from '@tandem/schemas/admin';
import type { z } from 'zod';
import type { RawRow, RawRows, RowProblem } from './files/raw-row.ts';

/** An entry, and the line of the file that it begins in. */
export interface FileEntry {
  line: number;
  entry: KnowledgeEntry;
}

export interface CheckedRows {
  /** How many there were, blank ones left out. */
  rows: number;
  entries: FileEntry[];
  /** Every one, in the order of the file. */
  bad: BadRow[];
}

/** Of the knowledge base (product page §5.3), and so of a file. */
export const entriesMax = 10_000;

/** Holds every row against the bounds of an entry; what cannot be used is told, not thrown. AppError `bad_request`: too many rows. */
export async function checkRows(rows: RawRows): Promise<CheckedRows> {
  const checked: CheckedRows = { rows: 0, entries: [], bad: [] };
  for await (const row of rows) {
    checked.rows += 1;
    if (checked.rows > entriesMax) {
      const message = `The file holds more than ${entriesMax.toLocaleString('en')} entries.`;
      throw new AppError('bad_request', { public: message });
    }
    const result = checkRow(row);
    if ('entry' in result) checked.entries.push({ line: row.line, entry: result.entry });
    else checked.bad.push(...result.problems.map((problem) => ({ line: row.line, ...problem })));
  }
  checked.bad.sort((a, b) => a.line - b.line);
  return checked;
}

function checkRow(row: RawRow): { entry: KnowledgeEntry } | { problems: RowProblem[] } {
  if ('problem' in row) return { problems: [row.problem] };
  const parsed = zKnowledgeEntry.safeParse(row.entry);
  if (!parsed.success) return { problems: parsed.error.issues.flatMap(problemsOf) };
  const problems = loneSurrogates(parsed.data);
  return problems.length > 0 ? { problems } : { entry: parsed.data };
}

/** UTF-8 knows no lone surrogates; everywhere else in the admin API they are refused too. */
function loneSurrogates({ question, answer, tags }: KnowledgeEntry): RowProblem[] {
  return Object.entries({ question, answer, tags: tags.join('') })
    .filter(([, text]) => !text.isWellFormed())
    .map(([field]) => ({ field, message: 'holds a lone surrogate' }));
}

type ZodIssue = z.core.$ZodIssue;

function problemsOf(issue: ZodIssue): RowProblem[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldOf(issue), message: wordsFor(issue) }];
  return issue.keys.map((key) => ({
    field: key.slice(0, 100).toWellFormed(),
    message: 'is not known here',
  }));
}

/** `tags`, or `tag 3` for one of them. */
function fieldOf({ path: [field = '', index] }: ZodIssue): string {
  return typeof index === 'number' ? `tag ${index + 1}` : String(field);
}

function wordsFor(issue: ZodIssue): string {
  const isList = issue.path.length === 1 && issue.path[0] === 'tags';
  switch (issue.code) {
    case 'too_small':
      return 'is empty';
    case 'too_big':
      return isList ? `are more than ${issue.maximum}` : `is longer than ${issue.maximum} characters`;
    case 'invalid_type':
      if (issue.path.length === 0) return 'must be an object with question and answer';
      return issue.message.endsWith('undefined')
        ? 'is missing'
        : `must be ${isList ? 'a list of texts' : 'a text'}`;
    default:
      return issue.message;
  }
}
