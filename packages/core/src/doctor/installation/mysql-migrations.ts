import type { SchemaStanding } from '@tandem/db';
import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';

const subject = 'the schema';

export const mysqlMigrations = defineCheck({
  name: 'mysql.migrations',
  means:
    'Code and schema belong together: steps that were not taken make statements fail, steps of a newer release may.',
  cure: 'Start with `npm run serve`, which migrates; end the processes of the older release.',
  gather: ({ vitals }: AdminContext) => vitals.schema(),
  judge: ({ pending, unknown }: SchemaStanding): Opinion => {
    if (pending.length > 0) {
      const cure = 'Run npm run serve, which migrates first; any number of processes may do so at once.';
      return broken(subject, `Steps were not taken: ${pending.join(', ')}.`, cure);
    }
    if (unknown.length > 0) {
      const message = `It is newer than this api: ${unknown.join(', ')}.`;
      return warn(subject, message, 'Start the same release everywhere; schemas only go forward.');
    }
    return ok(subject, 'As this release has it.');
  },
});
