import { AppError, type KnowledgeEntry, type TenantId } from '@tandem/schemas';
import {
  formatOfContentType,
  type ImportAnswer,
  type ImportKnowledge,
  type KnowledgeFormat,
} from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { readConfig } from '../config/get-config.ts';
import { writeConfig } from '../config/write-config.ts';
import { type CheckedRows, checkRows, entriesMax } from './check-rows.ts';
import { formats } from './files/formats.ts';
import { type ImportPlan, planImport } from './plan-import.ts';

/** As many rows of a kind as are shown. */
const shownMax = 100;
/** What one request can carry, so that what was imported can be put back by hand. */
const bytesMax = 32 * 1_024 * 1_024;
/** Others may write between our reading and our writing; more often than this, somebody has to look. */
const triesMax = 5;

/**
 * Reads a file into a tenant's knowledge base, as the next version of the configuration; a preview writes nothing, and so
 * does a file with bad rows unless they are to be skipped, or one that changes nothing. AppError `bad_request` (not a
 * file of the format, bad rows by line and field), `payload_too_large`, `unprocessable` (more than a knowledge base may
 * hold), `conflict` (another version than expected).
 */
export async function importKnowledge(
  context: AdminContext,
  input: ImportKnowledge & { tenantId: TenantId },
): Promise<ImportAnswer> {
  const { format, checked, ignoredColumns } = await readFile(input);
  if (checked.bad.length > 0 && !input.preview && !input.skipBadRows) throw badRows(checked);
  for (let left = triesMax; ; left -= 1) {
    const { plan, outcome, version } = await apply(context, { input, checked, isLast: left === 1 });
    if (outcome === 'overtaken') continue;
    return { ...tell(checked, plan), format, mode: input.mode, outcome, version, ignoredColumns };
  }
}

async function readFile(
  input: ImportKnowledge,
): Promise<{ format: KnowledgeFormat; checked: CheckedRows; ignoredColumns: string[] }> {
  const format = input.format ?? formatOfContentType(input.contentType ?? '');
  if (format === null) throw new Error('the input was not checked');
  const { rows, ignoredColumns } = await formats[format].open(Buffer.from(input.file, 'base64'));
  return { format, checked: await checkRows(rows), ignoredColumns: ignoredColumns.slice(0, shownMax) };
}

interface Apply {
  input: ImportKnowledge & { tenantId: TenantId };
  checked: CheckedRows;
  isLast: boolean;
}

/** Plans against the version that is there, and writes only onto that one. */
async function apply(context: AdminContext, { input, checked, isLast }: Apply) {
  const { tenantId, mode, expectedVersion } = input;
  const { knowledgeBase: existing, version } = await readConfig(context.database.enter(tenantId));
  if (expectedVersion !== undefined && expectedVersion !== version)
    throw otherVersion(version, expectedVersion);
  const plan = planImport({ existing, incoming: checked.entries, mode });
  refuseTooMuch(plan.entries);
  if (input.preview) return { plan, outcome: 'preview' as const, version };
  if (isSame(existing, plan.entries)) return { plan, outcome: 'unchanged' as const, version };
  try {
    const written = await writeConfig(context, {
      tenantId,
      knowledgeBase: plan.entries,
      expectedVersion: version,
      read: async (_scope, config) => config.version,
    });
    return { plan, outcome: 'written' as const, version: written };
  } catch (error) {
    const isOvertaken =
      error instanceof AppError && error.code === 'conflict' && expectedVersion === undefined;
    if (!isOvertaken || isLast) throw error;
    return { plan, outcome: 'overtaken' as const, version };
  }
}

function tell({ rows, bad }: CheckedRows, { entries, counts, repeated, changed }: ImportPlan) {
  const bounded = <Row>(all: readonly Row[]) => ({ count: all.length, shown: all.slice(0, shownMax) });
  return {
    rows,
    ...counts,
    total: entries.length,
    badRows: bounded(bad),
    repeatedRows: bounded(repeated),
    changedRows: bounded(changed),
  };
}

function isSame(before: readonly KnowledgeEntry[], after: readonly KnowledgeEntry[]): boolean {
  const key = ({ question, answer, tags }: KnowledgeEntry) => JSON.stringify([question, answer, tags]);
  return (
    before.length === after.length &&
    before.every((entry, index) => key(entry) === key(after[index] ?? entry))
  );
}

function refuseTooMuch(entries: readonly KnowledgeEntry[]): void {
  const most = (what: string): AppError =>
    new AppError('unprocessable', { public: `The knowledge base would hold ${what}.` });
  if (entries.length > entriesMax)
    throw most(`${entries.length.toLocaleString('en')} entries: at most ${entriesMax.toLocaleString('en')}`);
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(JSON.stringify(entry)), 0);
  if (bytes > bytesMax) throw most(`${Math.ceil(bytes / 1_048_576)} MiB of text: at most 32`);
}

function badRows({ rows, bad }: CheckedRows): AppError {
  const lines = new Set(bad.map(({ line }) => line)).size;
  const more = bad.length > shownMax ? ` The first ${shownMax} of ${bad.length} problems are shown.` : '';
  return new AppError('bad_request', {
    public: `${lines} of ${rows} rows cannot be used, nothing was written. Mend them, or skip them (skipBadRows; --skip-bad-rows).${more}`,
    issues: bad.slice(0, shownMax).map(({ line, field, message }) => ({
      path: field === '' ? `line ${line}` : `line ${line}, ${field}`,
      message,
    })),
  });
}

const otherVersion = (version: number, expected: number): AppError =>
  new AppError('conflict', {
    public: `The configuration is at version ${version}, not ${expected}: read it again.`,
  });
