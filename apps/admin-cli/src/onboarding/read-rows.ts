import { type Issue, zTenantId } from '@tandem/schemas';
import { type OnboardTenant, zOnboardTenant, zSlug } from '@tandem/schemas/admin';
import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from '../usage-error.ts';
import { allColumns, columnOf, inputColumns } from './columns.ts';

/** One line of the file: a tenant, and what it is onboarded with. */
export interface OnboardingRow {
  /** In the file, from 1; where a quoted value spans lines, the last of them. */
  line: number;
  tenant: { by: 'id'; id: string } | { by: 'slug'; slug: string; name: string };
  input: Omit<OnboardTenant, 'tenantId'>;
}

type Cells = Record<string, string>;
type Found = { row: OnboardingRow } | { issues: Issue[] };

const zInput = zOnboardTenant.omit({ tenantId: true });

/** Reads the rows of a CSV file. UsageError with every problem, by line and column; values are never quoted: some are secrets. */
export function readRows(text: string, name: string): OnboardingRow[] {
  const read = parseCells(text, name).map(({ cells, line }) => readRow(cells, line));
  const rows = read.flatMap((one) => ('row' in one ? [one.row] : []));
  const issues = [...read.flatMap((one) => ('row' in one ? [] : one.issues)), ...repeated(rows)];
  if (issues.length > 0) {
    throw new UsageError(`${name} cannot be used, nothing was started.`, { issues });
  }
  if (rows.length === 0) throw new UsageError(`${name} has no rows below its header.`);
  return rows;
}

/** The one row of a tenant named on the command line. UsageError with every problem, by its place. */
export function readOne(tenantId: string, value: unknown): OnboardingRow {
  const parsed = zOnboardTenant.safeParse({ ...(isObject(value) ? value : {}), tenantId });
  if (parsed.success) {
    const { tenantId: id, ...input } = parsed.data;
    return { line: 1, tenant: { by: 'id', id }, input };
  }
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new UsageError('The tenant or the file is not what this takes.', { issues });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseCells(text: string, name: string): { cells: Cells; line: number }[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      columns: (header: string[]) => checkHeader(header, name),
      info: true,
      skip_empty_lines: true,
      trim: true,
    });
    // What `columns` and `info` make of each record, as the library documents.
    const records = parsed as { record: Cells; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    // Its message may quote what stands there.
    if (error instanceof CsvError) throw new UsageError(`${name} is not CSV: ${csvReason(error)}`);
    throw error;
  }
}

function csvReason(error: CsvError): string {
  const line = 'lines' in error ? ` at line ${String(error.lines)}` : '';
  const what = error.code.replace(/^CSV_/, '').replaceAll('_', ' ').toLowerCase();
  return `${what}${line}`;
}

function checkHeader(header: string[], name: string): string[] {
  const names = header.map((column) => column.trim());
  const unknown = names.filter((column) => !allColumns.includes(column));
  const twice = names.filter((column, index) => names.indexOf(column) !== index);
  const issues = [
    ...unknown.map((column) => ({ path: `column ${column}`, message: 'is not known' })),
    ...twice.map((column) => ({ path: `column ${column}`, message: 'is there twice' })),
  ];
  if (issues.length === 0) return names;
  throw new UsageError(`${name} has columns that cannot be used. Known are ${allColumns.join(', ')}.`, {
    issues,
  });
}

function readRow(cells: Cells, line: number): Found {
  const at = (column: string, message: string): Issue => ({ path: `line ${line}, ${column}`, message });
  const tenant = readTenant(cells);
  const given: Record<string, Record<string, unknown>> = {};
  for (const [column, { path, kind }] of Object.entries(inputColumns)) {
    const text = cells[column] ?? '';
    const [part, field] = path;
    if (text !== '') given[part] = { ...given[part], [field]: toValue(text, kind) };
  }
  const parsed = zInput.safeParse({ chatwoot: {}, ...given });
  if (parsed.success && !('problem' in tenant)) return { row: { line, tenant, input: parsed.data } };
  const issues = [
    ...('problem' in tenant ? [at(tenant.column, tenant.problem)] : []),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => at(columnOf(path), message)),
  ];
  return { issues };
}

function readTenant({
  tenant_id: id = '',
  slug = '',
  name = '',
}: Cells): OnboardingRow['tenant'] | { column: string; problem: string } {
  if (id !== '') {
    const parsed = zTenantId.safeParse(id);
    return parsed.success
      ? { by: 'id', id: parsed.data }
      : { column: 'tenant_id', problem: 'must be the UUID of a tenant' };
  }
  if (slug === '') return { column: 'slug', problem: 'is needed where there is no tenant_id' };
  const parsed = zSlug.safeParse(slug);
  if (!parsed.success) return { column: 'slug', problem: parsed.error.issues[0]?.message ?? 'is no slug' };
  return { by: 'slug', slug, name: name === '' ? slug : name };
}

function toValue(text: string, kind: 'text' | 'number' | 'flag'): unknown {
  if (kind === 'number') return /^\d{1,15}$/.test(text) ? Number(text) : text;
  if (kind === 'flag') return flags[text.toLowerCase()] ?? text;
  return text;
}

const flags: Record<string, boolean> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
};

/** Two lines for one tenant, or for one inbox, would undo each other. */
function repeated(rows: readonly OnboardingRow[]): Issue[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ line, tenant, input: { chatwoot } }) => {
    const { baseUrl, accountId, inboxId } = chatwoot;
    const keys: [string, string][] = [
      tenant.by === 'id' ? ['tenant_id', `id ${tenant.id}`] : ['slug', `slug ${tenant.slug}`],
      ...(inboxId === undefined
        ? []
        : [['chatwoot_inbox_id', `inbox ${baseUrl} ${accountId} ${inboxId}`] satisfies [string, string]]),
    ];
    return keys.flatMap(([column, key]): Issue[] => {
      const first = seen.get(key);
      if (first !== undefined) {
        return [{ path: `line ${line}, ${column}`, message: `stands in line ${first} already` }];
      }
      seen.set(key, line);
      return [];
    });
  });
}
