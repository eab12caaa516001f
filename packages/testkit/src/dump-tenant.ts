import type { TenantId } from '@tandem/schemas';
import { createConnection } from 'mysql2/promise';
import { testDatabaseUrl } from './database.ts';

/** Every row of one tenant in every table that there is, as text: two dumps differ where anything of it was changed. */
export async function dumpTenant(tenantId: TenantId): Promise<Record<string, string[]>> {
  const connection = await createConnection({ uri: testDatabaseUrl(), timezone: 'Z' });
  try {
    const [columns] = await connection.query(
      `SELECT TABLE_NAME AS name, COLUMN_NAME AS holder FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE()
          AND (COLUMN_NAME = 'tenant_id' OR (TABLE_NAME = 'tenants' AND COLUMN_NAME = 'id'))
        ORDER BY name`,
    );
    const dump: Record<string, string[]> = {};
    for (const { name, holder } of asRows<{ name: string; holder: string }>(columns)) {
      const [rows] = await connection.query('SELECT * FROM ?? WHERE ?? = ?', [name, holder, tenantId]);
      dump[name] = asRows<object>(rows)
        .map((row) => JSON.stringify(row))
        .sort();
    }
    return dump;
  } finally {
    await connection.end();
  }
}

/** The driver types the result of any statement at once; this one is a SELECT of these columns. */
const asRows = <Row>(result: unknown): Row[] => result as Row[];
