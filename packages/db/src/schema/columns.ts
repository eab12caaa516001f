import type { ColumnType } from 'kysely';

/** JSON columns hold text: MariaDB answers them as strings, so every reader parses and every writer stringifies. */
export type Json = string;
export type Flag = 0 | 1;
/** Given at birth: no update can move a row to another tenant. */
export type TenantColumn = ColumnType<string, string, never>;
