import { createScratchDatabase } from '@tandem/db/scratch';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database of this run; null without `DATABASE_URL`. */
    databaseUrl: string | null;
  }
}

/**
 * Once before all test files: makes a fresh database on the server of `DATABASE_URL`, migrates it and provides its URL as
 * `databaseUrl`; the answered function drops it. Without `DATABASE_URL` only tests without stores can run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = process.env.DATABASE_URL;
  if (!serverUrl) {
    project.provide('databaseUrl', null);
    return async () => {};
  }
  const { url, drop } = await createScratchDatabase(serverUrl);
  project.provide('databaseUrl', url);
  return drop;
}
