import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { zExpectedVersion } from './config.ts';
import { zFileAnswer } from './file.ts';
import { zFlag } from './flag.ts';
import { pageFields, zNextCursor } from './page.ts';

/** How a file holds a knowledge base. */
export const zKnowledgeFormat = z.enum(['csv', 'json', 'ndjson', 'markdown', 'xlsx']);
export type KnowledgeFormat = z.output<typeof zKnowledgeFormat>;

/** By the ending of a name; null when it says nothing. */
export function formatOfName(name: string): KnowledgeFormat | null {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return endings[ending] ?? null;
}

/** By a content type, whatever stands behind its semicolon; null when it says nothing. */
export function formatOfContentType(contentType: string): KnowledgeFormat | null {
  const [type = ''] = contentType.toLowerCase().split(';');
  return contentTypes[type.trim()] ?? null;
}

const endings: Record<string, KnowledgeFormat> = {
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  md: 'markdown',
  markdown: 'markdown',
  xlsx: 'xlsx',
};

const contentTypes: Record<string, KnowledgeFormat> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/markdown': 'markdown',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/**
 * `replace`: the file is the whole. `merge`: what it says about a question replaces what was said about it, the rest stays.
 * `append`: it is added to what is there.
 */
export const zImportMode = z.enum(['replace', 'merge', 'append']);
export type ImportMode = z.output<typeof zImportMode>;

/** Base64 of the 32 MiB that the api takes in one body. */
const fileCharactersMax = 44_739_244;
const zFile = z
  .string()
  .max(fileCharactersMax)
  .refine((text) => text.length % 4 === 0 && !/[^A-Za-z0-9+/=]/.test(text), 'must be base64');

export const zImportKnowledge = z
  .strictObject({
    tenantId: zTenantId,
    /** The bytes of the file, base64; the body as it is in REST. */
    file: zFile,
    /** Without it `contentType` decides. */
    format: zKnowledgeFormat.optional(),
    /** Of the body, in REST. */
    contentType: z.string().max(200).optional(),
    mode: zImportMode.default('merge'),
    /** Tells what an import would do, and writes nothing. */
    preview: zFlag.default(false),
    /** Imports the other rows; without it one bad row is enough to write nothing. */
    skipBadRows: zFlag.default(false),
    expectedVersion: zExpectedVersion,
  })
  .refine(({ format, contentType = '' }) => format ?? formatOfContentType(contentType), {
    path: ['format'],
    message: `must be one of ${zKnowledgeFormat.options.join(', ')}, or told by the content type`,
  });
export type ImportKnowledge = z.output<typeof zImportKnowledge>;

/** A row that cannot be used. `line`: of the file, of the sheet, or the place in a JSON list, from 1. */
const zBadRow = z.object({ line: z.int(), field: z.string(), message: z.string() });
export type BadRow = z.output<typeof zBadRow>;

/** A question that is there already, case, width and spaces aside: in line `ofLine`, or, when that is null, in the knowledge base. */
const zRepeatedRow = z.object({
  line: z.int(),
  ofLine: z.int().nullable(),
  question: z.string(),
  /** `left-out`: with the same answer and tags. `kept`: with others; the bot is given both. */
  outcome: z.enum(['left-out', 'kept']),
});
export type RepeatedRow = z.output<typeof zRepeatedRow>;

/** A row whose question has another answer or other tags in the knowledge base now. */
const zChangedRow = z.object({ line: z.int(), question: z.string() });
export type ChangedRow = z.output<typeof zChangedRow>;

/** As many as are shown of `count`. */
const bounded = <Item extends z.ZodType>(item: Item) => z.object({ count: z.int(), shown: z.array(item) });

export const zImportAnswer = z.object({
  outcome: z.enum(['preview', 'written', 'unchanged']),
  format: zKnowledgeFormat,
  mode: zImportMode,
  /** Of the configuration, after the import. */
  version: z.int(),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  unchanged: z.int(),
  /** Entries of the knowledge base after the import. */
  total: z.int(),
  badRows: bounded(zBadRow),
  repeatedRows: bounded(zRepeatedRow),
  changedRows: bounded(zChangedRow),
  ignoredColumns: z.array(z.string()),
});
export type ImportAnswer = z.output<typeof zImportAnswer>;

export const zExportKnowledge = z.strictObject({
  tenantId: zTenantId,
  format: zKnowledgeFormat.default('json'),
});

export const zExportAnswer = zFileAnswer.extend({ entries: z.int(), version: z.int() });
export type ExportAnswer = z.output<typeof zExportAnswer>;

const zEntry = z.object({
  id: z.uuid(),
  question: z.string(),
  answer: z.string(),
  tags: z.array(z.string()),
});

export const zListKnowledge = z.strictObject({
  tenantId: zTenantId,
  /** Entries with exactly this tag. */
  tag: z.string().min(1).max(64).optional(),
  /** Entries that hold this text in question or answer, whatever its case and accents. */
  text: z.string().min(1).max(200).optional(),
  ...pageFields,
});
export const zListKnowledgeAnswer = z.object({ entries: z.array(zEntry), nextCursor: zNextCursor });
export type ListKnowledgeAnswer = z.output<typeof zListKnowledgeAnswer>;

export const zSearchKnowledge = z.strictObject({ tenantId: zTenantId, text: z.string().min(1).max(1_000) });
export const zSearchKnowledgeAnswer = z.object({
  /** What goes with the message, in the order in which the bot is given it. */
  entries: z.array(
    z.object({
      question: z.string(),
      answer: z.string(),
      tags: z.array(z.string()),
      /** By shared words: 3 for each in the question, 2 in a tag, 1 in the answer. */
      score: z.int(),
      /** Where it stands in the knowledge base, from 1. */
      position: z.int(),
    }),
  ),
  /** How many entries the message does not carry. */
  leftOut: z.int(),
  /** `whole`: all entries fit, in their own order. `words`: those that share most words. `meaning`: those found by meaning first. */
  ranking: z.enum(['whole', 'words', 'meaning']),
  version: z.int(),
});
export type SearchKnowledgeAnswer = z.output<typeof zSearchKnowledgeAnswer>;
