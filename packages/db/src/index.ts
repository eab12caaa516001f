export { Database, type DatabaseOptions } from './database.ts';
export type { TenantScope } from './tenant-scope.ts';
