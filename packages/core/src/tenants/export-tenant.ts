import { AppError, type TenantId } from '@tandem/schemas';
import { exportFormat, type FileAnswer } from '@tandem/schemas/admin';
import { z } from 'zod';
import type { AdminContext } from '../admin/admin-context.ts';
import { getTenant } from './get-tenant.ts';

/** A page holds about so many lines, and so much text when a single line is not longer. */
const linesPerPage = 200;
const charactersPerPage = 1_000_000;

const zPlace = z.strictObject({
  /** Index among the tables; one behind the last: only the end is missing. */
  table: z.int().min(0).max(1_000),
  after: z.string().max(100).nullable(),
  counts: z.record(z.string().max(40), z.int().min(0)),
});
type Place = z.output<typeof zPlace>;

/**
 * One page of all that belongs to a tenant, as NDJSON: a line that says what it is, then a line for each thing with its
 * `type`, then a line that counts them. Nothing in it is a secret. It shows what is there as the pages are read: what is
 * written meanwhile may be in it or not.
 */
export async function exportTenant(
  context: AdminContext,
  input: { tenantId: TenantId; cursor?: string | undefined },
): Promise<FileAnswer> {
  const { tenantId, cursor } = input;
  const lines: unknown[] = [];
  let place: Place = { table: 0, after: null, counts: {} };
  if (cursor === undefined) {
    const exportedAt = context.now().toISOString();
    lines.push({ type: 'export', format: exportFormat, tenantId, exportedAt });
    lines.push({ type: 'tenant', ...(await getTenant(context, { tenantId })) });
    place.counts.tenant = 1;
  } else place = readCursor(cursor);
  const text = await readOn(context, { tenantId, place, lines });
  const file = {
    name: `tenant-${tenantId}.ndjson`,
    mediaType: 'application/x-ndjson' as const,
    ...text.file,
  };
  return { file, nextCursor: text.nextCursor };
}

async function readOn(
  context: AdminContext,
  { tenantId, place, lines }: { tenantId: TenantId; place: Place; lines: unknown[] },
): Promise<{ file: { text: string }; nextCursor: string | null }> {
  const { exportRows } = context.database.enter(tenantId);
  let text = toText(lines);
  let { table: index, after } = place;
  const { counts } = place;
  for (let count = 0; index < exportRows.tables.length; ) {
    if (count >= linesPerPage || text.length >= charactersPerPage)
      return { file: { text }, nextCursor: writeCursor({ table: index, after, counts }) };
    const table = exportRows.tables[index];
    if (!table) break;
    const { type } = table;
    const page = await exportRows.page(table, after);
    text += toText(page.rows.map((row) => ({ type, ...row })));
    count += page.rows.length;
    counts[type] = (counts[type] ?? 0) + page.rows.length;
    after = page.after;
    if (after === null) index += 1;
  }
  return { file: { text: text + toText([{ type: 'end', counts }]) }, nextCursor: null };
}

const toText = (lines: readonly unknown[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function readCursor(cursor: string): Place {
  try {
    return zPlace.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    const issues = [{ path: 'cursor', message: 'must be the nextCursor of an earlier page' }];
    throw new AppError('bad_request', {
      public: 'The cursor is not one this export has answered.',
      issues,
      cause,
    });
  }
}
