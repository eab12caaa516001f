import type { TenantTables } from './schema/tables.ts';

/**
 * Every column that holds sealed values, by table; their place (`SealedPlace`) is the row's tenant and `id`. What counts,
 * checks and seals anew reads this list; a test compares it with all binary columns of the schema.
 */
export const sealedColumns = {
  connections: ['secrets', 'retired_secrets'],
} as const satisfies { [Table in keyof TenantTables]?: readonly (keyof TenantTables[Table])[] };

export type SealedTable = keyof typeof sealedColumns;
