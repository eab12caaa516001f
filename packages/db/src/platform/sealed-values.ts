import type { ConnectionId, TenantId } from '@tandem/schemas';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { headOf, type SealedPlace } from '../sealed.ts';
import { type SealedTable, sealedColumns } from '../sealed-columns.ts';

/** The sealed values of all tenants: which encryption keys they need, and whose are to be sealed anew. */
export class SealedValues {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** How many values each key seals, by the key's id; a key that seals none is left out. */
  async countByKey(): Promise<Map<string, number>> {
    const { rows } = await sql<{ id: string; count: number }>`
      SELECT CAST(SUBSTRING(sealed, 3, ORD(SUBSTRING(sealed, 2, 1))) AS CHAR) AS id, COUNT(*) AS count
      FROM (${allOf((column) => sql`${column} AS sealed`)}) AS stored
      GROUP BY id ORDER BY id`.execute(this.#db);
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  /** Up to `limit` values that one key seals, with their places. */
  async sample(keyId: string, limit: number): Promise<{ sealed: Buffer; place: SealedPlace }[]> {
    const head = headOf(keyId);
    const { rows } = await sql<{ sealed: Buffer; tenant_id: string; id: string }>`
      SELECT sealed, tenant_id, id
      FROM (${allOf((column) => sql`${column} AS sealed, tenant_id, id`)}) AS stored
      WHERE LEFT(sealed, ${head.length}) = ${head} LIMIT ${limit}`.execute(this.#db);
    return rows.map((row) => ({ sealed: row.sealed, place: placeOf(row) }));
  }

  /** Tenants after `afterId` with a value that another key than `keyId` seals, in the order of their ids. */
  async tenantsToReseal(input: { keyId: string; afterId: string; limit: number }): Promise<TenantId[]> {
    const head = headOf(input.keyId);
    const { rows } = await sql<{ tenant_id: string }>`
      SELECT DISTINCT tenant_id
      FROM (${allOf((column) => sql`${column} AS sealed, tenant_id`, sql`AND tenant_id > ${input.afterId}`)}) AS stored
      WHERE LEFT(sealed, ${head.length}) <> ${head} ORDER BY tenant_id LIMIT ${input.limit}`.execute(
      this.#db,
    );
    return rows.map(({ tenant_id }) => tenant_id as TenantId);
  }
}

/** A row's own place: the tenant and the id it was sealed for. */
const placeOf = (row: { tenant_id: string; id: string }): SealedPlace => ({
  tenantId: row.tenant_id as TenantId,
  connectionId: row.id as ConnectionId,
});

function allOf(
  select: (column: RawBuilder<unknown>) => RawBuilder<unknown>,
  more: RawBuilder<unknown> = sql``,
): RawBuilder<SqlBool> {
  const parts = tables().flatMap((table) =>
    sealedColumns[table].map(
      (name) =>
        sql`SELECT ${select(sql.ref(name))} FROM ${sql.table(table)} WHERE ${sql.ref(name)} IS NOT NULL ${more}`,
    ),
  );
  return sql.join(parts, sql` UNION ALL `);
}

// Object.keys forgets that a record's keys are its type's.
const tables = (): SealedTable[] => Object.keys(sealedColumns) as SealedTable[];
