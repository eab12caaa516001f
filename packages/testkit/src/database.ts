import { Database, type DatabaseOptions } from '@tandem/db';
import { inject } from 'vitest';
import './global-setup.ts';

export {
  checksumsOf,
  columnsWithText,
  endLeases,
  leasesOf,
  refuseInserts,
  tablesWithTenant,
} from '@tandem/db/inspect';
export { createScratchDatabase } from '@tandem/db/scratch';

/** The URL of this run's migrated database, for processes a test starts. Throws when the run has none. */
export function testDatabaseUrl(): string {
  const url = inject('databaseUrl');
  if (url === null) throw new Error('this test needs a database: set DATABASE_URL, or run npm test');
  return url;
}

/** Opens this run's database, which all test files share: mint your own tenant. Close it in `afterAll`. */
export function openTestDatabase(
  options: Partial<Pick<DatabaseOptions, 'poolSize' | 'onStatement' | 'onEnd'>> = {},
): Database {
  return new Database({ url: testDatabaseUrl(), poolSize: 5, ...options });
}
