import type { KnowledgeEntry } from '@tandem/schemas';
import type { FileMediaType, KnowledgeFormat } from '@tandem/schemas/admin';
import { openCsv } from './open-csv.ts';
import { openJson, openNdjson } from './open-json.ts';
import { openMarkdown } from './open-markdown.ts';
import type { OpenedFile } from './raw-row.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson, writeNdjson } from './write-json.ts';
import { writeMarkdown } from './write-markdown.ts';

interface FileFormat {
  extension: string;
  mediaType: FileMediaType;
  /** AppError `bad_request` when the file is not of the format at all. */
  open(bytes: Buffer): OpenedFile | Promise<OpenedFile>;
  write(entries: readonly KnowledgeEntry[]): Buffer | Promise<Buffer>;
}

/** The files that a knowledge base is read from and written to. What is written comes back as it was. */
export const formats = {
  csv: { extension: 'csv', mediaType: 'text/csv', open: openCsv, write: writeCsv },
  json: { extension: 'json', mediaType: 'application/json', open: openJson, write: writeJson },
  ndjson: { extension: 'ndjson', mediaType: 'application/x-ndjson', open: openNdjson, write: writeNdjson },
  markdown: {
    extension: 'md',
    mediaType: 'text/markdown',
    open: openMarkdown,
    write: writeMarkdown,
  },
  xlsx: {
    extension: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    // Its library is loaded with the first spreadsheet: most processes never meet one.
    open: async (bytes) => await (await import('./open-xlsx.ts')).openXlsx(bytes),
    write: async (entries) => await (await import('./write-xlsx.ts')).writeXlsx(entries),
  },
} satisfies Record<KnowledgeFormat, FileFormat>;
