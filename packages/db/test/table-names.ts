import { namesOf } from '../src/schema/table-names.ts';
import type { PlatformTables } from '../src/schema/tables.ts';

export { tenantTables } from '../src/schema/table-names.ts';

/** Rows that must be found before a tenant is known. */
const platform: Record<keyof PlatformTables, true> = {
  api_keys: true,
  data_keys: true,
  heartbeats: true,
  inbox_routes: true,
  outages: true,
  reseals: true,
  tenants: true,
  webhook_keys: true,
};

export const platformTables = namesOf(platform);
