import { testDatabaseUrl } from '@tandem/testkit/database';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { expect, it } from 'vitest';
import { sealedColumns } from '../src/sealed-columns.ts';
import { platformTables, tenantTables } from './table-names.ts';

const bookkeeping = ['kysely_migration', 'kysely_migration_lock'];

it('sorts every table into the tenants’ or the platform’s', async () => {
  const rows = await query(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(
    [...tenantTables, ...platformTables, ...bookkeeping].sort(),
  );
});

it('leads every primary and unique key of a tenant table with tenant_id', async () => {
  const rows = await query(`
    SELECT TABLE_NAME AS name, INDEX_NAME AS key_name, COLUMN_NAME AS first_column
    FROM information_schema.STATISTICS
    WHERE TABLE_SCHEMA = DATABASE() AND NON_UNIQUE = 0 AND SEQ_IN_INDEX = 1`);
  const keys = rows.filter(({ name }) => isTenantTable(name));
  expect(new Set(keys.map(({ name }) => name)).size).toBe(tenantTables.length);
  expect(keys.filter(({ first_column }) => first_column !== 'tenant_id')).toEqual([]);
});

it('leads every foreign key of a tenant table with tenant_id, on both sides', async () => {
  const rows = await query(`
    SELECT TABLE_NAME AS name, COLUMN_NAME AS first_column, REFERENCED_COLUMN_NAME AS referenced
    FROM information_schema.KEY_COLUMN_USAGE
    WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL AND ORDINAL_POSITION = 1`);
  const keys = rows.filter(({ name }) => isTenantTable(name));
  expect(keys.filter((key) => key.first_column !== 'tenant_id' || key.referenced !== 'tenant_id')).toEqual(
    [],
  );
});

it('gives every tenant row a tenant, and each table the storage and text both servers know', async () => {
  const columns = await query(`
    SELECT TABLE_NAME AS name, IS_NULLABLE AS nullable FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'tenant_id'`);
  const owned = columns.filter(({ name }) => isTenantTable(name));
  expect(owned).toHaveLength(tenantTables.length);
  expect(owned.filter(({ nullable }) => nullable !== 'NO')).toEqual([]);
  const tables = await query(`
    SELECT TABLE_NAME AS name, ENGINE AS engine, TABLE_COLLATION AS collation FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = DATABASE()`);
  const ours = tables.filter(({ name }) => !bookkeeping.includes(name));
  expect(ours.filter(({ engine, collation }) => engine !== 'InnoDB' || collation !== 'utf8mb4_bin')).toEqual(
    [],
  );
});

it('knows of every binary column whether it holds sealed values', async () => {
  const rows = await query(`
    SELECT TABLE_NAME AS name, COLUMN_NAME AS column_name FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = DATABASE() AND DATA_TYPE LIKE '%blob' OR TABLE_SCHEMA = DATABASE() AND DATA_TYPE LIKE '%binary'`);
  const plain = ['inbound_messages.body', 'data_keys.canary', 'retired_knowledge_bases.entries'];
  const sealed = Object.entries(sealedColumns).flatMap(([table, columns]) =>
    columns.map((column) => `${table}.${column}`),
  );
  expect(rows.map(({ name, column_name }) => `${name}.${column_name}`).sort()).toEqual(
    [...sealed, ...plain].sort(),
  );
});

const isTenantTable = (name: string): boolean => tenantTables.some((table) => table === name);

async function query(statement: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ uri: testDatabaseUrl() });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement);
    return rows;
  } finally {
    await connection.end();
  }
}
