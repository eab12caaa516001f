import { loadConfig, runMain, zDatabaseEnvironment } from '@tandem/runtime';
import { explainConnectionError } from './explain-connection-error.ts';
import { migrate } from './migrate.ts';

/** Reads `DATABASE_URL`, brings its schema up to date and prints what was applied. */
await runMain({ name: 'migrations', kind: 'command' }, async ({ environment }) => {
  const { DATABASE_URL } = loadConfig(zDatabaseEnvironment, environment);
  const applied = await migrate(DATABASE_URL).catch((error: unknown) => {
    throw explainConnectionError(error);
  });
  process.stdout.write(
    applied.length === 0 ? 'schema: up to date\n' : `schema: applied ${applied.join(', ')}\n`,
  );
});
