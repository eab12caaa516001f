import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** A table whose rows name a tenant, or any other one. */
export interface FoundIn {
  table: string;
  column: string;
}

/**
 * For tests: a look at every table there is, read from the server, so that a new one cannot be forgotten.
 * `tenantId`: the tables with rows of it.
 */
export async function tablesWithTenant(url: string, tenantId: string): Promise<string[]> {
  return await withConnection(url, async (query) => {
    const tables = await query(
      `SELECT TABLE_NAME AS name FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'tenant_id'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      if ((await query(`SELECT 1 FROM ${name} WHERE tenant_id = ? LIMIT 1`, [tenantId])).length > 0)
        found.push(name);
    }
    return found;
  });
}

/** Where a text stands, in whatever letter case, in any column of any table. */
export async function columnsWithText(url: string, text: string): Promise<FoundIn[]> {
  return await withConnection(url, async (query) => {
    const columns = await query(
      `SELECT TABLE_NAME AS name, COLUMN_NAME AS field FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE()`,
    );
    const found: FoundIn[] = [];
    for (const { name, field } of columns) {
      const contains = `LOCATE(LOWER(?), LOWER(CONVERT(\`${field}\` USING utf8mb4))) > 0`;
      if ((await query(`SELECT 1 FROM ${name} WHERE ${contains} LIMIT 1`, [text])).length > 0)
        found.push({ table: name, column: field });
    }
    return found;
  });
}

/** Sums over all rows of every table: what changes nothing leaves them as they are. */
export async function checksumsOf(url: string): Promise<Record<string, unknown>> {
  return await withConnection(url, async (query) => {
    const tables = await query(
      'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
    );
    const sums = await query(`CHECKSUM TABLE ${tables.map(({ name }) => name).join(', ')}`);
    return Object.fromEntries(sums.map((row) => [row.Table, row.Checksum]));
  });
}

/** Has every insert into a table fail until it is taken back: a column that nobody fills. */
export async function refuseInserts(url: string, table: string): Promise<() => Promise<void>> {
  const alter = (change: string) => withConnection(url, (query) => query(`ALTER TABLE ${table} ${change}`));
  await alter('ADD COLUMN nobody_fills_it INT NOT NULL');
  return async () => void (await alter('DROP COLUMN nobody_fills_it'));
}

type LeasedTable = 'lanes' | 'erasures';

/** How many milliseconds the leases of a tenant's rows still last; those that nobody holds are left out. */
export async function leasesOf(url: string, table: LeasedTable, tenantId: string): Promise<number[]> {
  const rows = await withConnection(url, (query) =>
    query(
      `SELECT TIMESTAMPDIFF(MICROSECOND, NOW(3), lease_until) / 1000 AS leftMs FROM ${table}
       WHERE tenant_id = ? AND lease_until > NOW(3)`,
      [tenantId],
    ),
  );
  return rows.map(({ leftMs }) => Number(leftMs));
}

/** Ends all leases of a tenant's rows, as time would when their holders are gone. */
export async function endLeases(url: string, table: LeasedTable, tenantId: string): Promise<void> {
  const end = `UPDATE ${table} SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE tenant_id = ? AND lease_until IS NOT NULL`;
  await withConnection(url, (query) => query(end, [tenantId]));
}

type Query = (statement: string, parameters?: unknown[]) => Promise<RowDataPacket[]>;

async function withConnection<Result>(url: string, work: (query: Query) => Promise<Result>): Promise<Result> {
  const connection = await createConnection({ uri: url });
  try {
    return await work(async (statement, parameters) => {
      const [rows] = await connection.query<RowDataPacket[]>(statement, parameters);
      return rows;
    });
  } finally {
    await connection.end();
  }
}
