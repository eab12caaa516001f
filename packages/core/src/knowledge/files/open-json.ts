import { AppError, holdsTooManyValues, jsonFault } from '@tandem/schemas';
import { boundLines } from './bound-lines.ts';
import { decodeText } from './decode-text.ts';
import type { OpenedFile, RawRow } from './raw-row.ts';

/**
 * Opens a JSON list of `{question, answer, tags?}`, or an object with it under `knowledgeBase`, as `GET …/config` answers.
 * The line of a row is its place in the list. AppError `bad_request`.
 */
export function openJson(bytes: Uint8Array): OpenedFile {
  const value = parse(bounded(decodeText(bytes)));
  const list = isObject(value) && !Array.isArray(value) ? value.knowledgeBase : value;
  if (Array.isArray(list)) return { rows: rowsOf(list), ignoredColumns: [] };
  throw new AppError('bad_request', {
    public: 'The file must hold a list of {question, answer, tags?}, or {"knowledgeBase": […]}.',
  });
}

/** Opens JSON objects `{question, answer, tags?}`, one a line. A line that is none is a problem of that line. */
export function openNdjson(bytes: Uint8Array): OpenedFile {
  return { rows: linesOf(boundLines(bounded(decodeText(bytes)))), ignoredColumns: [] };
}

function bounded(text: string): string {
  if (!holdsTooManyValues(text)) return text;
  throw new AppError('bad_request', { public: 'The file holds more values than a knowledge base may.' });
}

function* rowsOf(list: readonly unknown[]): Generator<RawRow> {
  for (const [index, entry] of list.entries()) yield { line: index + 1, entry };
}

function* linesOf(text: string): Generator<RawRow> {
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() !== '') yield rowOf(line, index + 1);
  }
}

function rowOf(text: string, line: number): RawRow {
  try {
    return { line, entry: JSON.parse(text) };
  } catch {
    return { line, problem: { field: '', message: 'is not JSON' } };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('bad_request', { public: `The file is not JSON: ${jsonFault(error)}.` });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
