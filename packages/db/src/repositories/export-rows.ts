import { sql } from 'kysely';
import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';
import { type ExportTable, exportTables } from './export-tables.ts';

/** Read at once: so many rows and, beyond the first, so many bytes of what may be large. */
const rowsMax = 200;
const bytesMax = 2_000_000;

export interface ExportedRows {
  /** Column names in camel case; moments become text with `JSON.stringify`. */
  rows: Record<string, unknown>[];
  /** The key of the last one; null when there are no more. */
  after: string | null;
}

/** Everything that belongs to one tenant, table by table. */
export class ExportRows {
  /** In the order of an export. */
  readonly tables = exportTables;
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** The next rows of one table in the order of its key, from behind `after` on; null: from the first. */
  async page(table: ExportTable, after: string | null): Promise<ExportedRows> {
    if (table.key === null) return { rows: await this.#read(table, sql``), after: null };
    const key = sql.ref(table.key);
    const behind = after === null ? sql`` : sql`AND ${key} > ${after}`;
    const sizes = sql.join([sql`0`, ...(table.large ?? []).map(sizeOf)], sql` + `);
    const { rows: next } = await this.#db.raw(
      (tenantId) => sql<{ key: string | number; size: number }>`
        SELECT ${key} AS ${sql.ref('key')}, ${sizes} AS size FROM ${sql.table(table.table)}
        WHERE tenant_id = ${tenantId} ${behind} ORDER BY ${key} LIMIT ${rowsMax}`,
    );
    const taken = withinBytes(next);
    const last = taken.at(-1);
    if (last === undefined) return { rows: [], after: null };
    const rows = await this.#read(table, sql`${behind} AND ${key} <= ${last.key} ORDER BY ${key}`);
    const isAll = taken.length === next.length && next.length < rowsMax;
    return { rows, after: isAll ? null : String(last.key) };
  }

  async #read(table: ExportTable, which: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
    const { rows } = await this.#db.raw(
      (tenantId) => sql<Record<string, unknown>>`
        SELECT * FROM ${sql.table(table.table)} WHERE tenant_id = ${tenantId} ${which}`,
    );
    return rows.map((row) => toRow(table, row));
  }
}

const sizeOf = (column: string) => sql`COALESCE(LENGTH(${sql.ref(column)}), 0)`;

function withinBytes<Row extends { size: number }>(rows: readonly Row[]): Row[] {
  let bytes = 0;
  return rows.filter(({ size }, index) => {
    bytes += Number(size);
    return index === 0 || bytes <= bytesMax;
  });
}

function toRow(
  { json = [], leftOut = [] }: ExportTable,
  row: Record<string, unknown>,
): Record<string, unknown> {
  const shown = Object.entries(row).filter(([name]) => name !== 'tenant_id' && !leftOut.includes(name));
  return Object.fromEntries(
    shown.map(([name, value]) => [toCamel(name), json.includes(name) ? readable(value) : plain(value)]),
  );
}

const toCamel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const plain = (value: unknown): unknown => (Buffer.isBuffer(value) ? value.toString('hex') : value);

/** Bodies of webhooks are what others wrote: what is no JSON is shown as text. */
function readable(value: unknown): unknown {
  if (value === null) return null;
  const text = Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
  try {
    return parseJson<unknown>(text);
  } catch {
    return text;
  }
}
