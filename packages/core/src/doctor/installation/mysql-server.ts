import type { MysqlVitals } from '@tandem/db';
import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import { codeOf } from '../code-of.ts';

type Facts = { reached: true; vitals: MysqlVitals } | { reached: false; reason: string };

const subject = 'MySQL';
/** Of the connections that the server allows. */
const crowdedShare = 0.8;

/** The oldest releases that are supported (README). */
const oldest = { mysql: [8, 4], mariadb: [10, 6] } as const;

export const mysqlServer = defineCheck({
  name: 'mysql.server',
  means:
    'Without the database nothing is accepted; a replica, an old release or too few connections fail later, under load.',
  cure: 'Start it, correct `DATABASE_URL`, connect to the primary, upgrade, or raise `max_connections`.',
  gather: async ({ vitals }: AdminContext): Promise<Facts> => {
    try {
      return { reached: true, vitals: await vitals.mysql() };
    } catch (error) {
      return { reached: false, reason: codeOf(error) ?? 'it does not answer' };
    }
  },
  judge: (facts: Facts): Opinion => {
    if (!facts.reached) {
      const cure = 'Start the server, or correct DATABASE_URL and restart api and worker.';
      return broken(subject, `It cannot be used: ${facts.reason}.`, cure);
    }
    const { version, variables, connections } = facts.vitals;
    if (['ON', '1'].includes(variables.read_only ?? '')) {
      const cure = 'Let DATABASE_URL name the primary, or SET GLOBAL read_only = 0.';
      return broken(subject, 'It is read-only: nothing can be stored.', cure);
    }
    if (isOlder(version)) {
      return warn(
        subject,
        `${version} is older than what is supported.`,
        'Upgrade to MySQL 8.4 or MariaDB 10.6.',
      );
    }
    const { open, max } = connections;
    if (open > max * crowdedShare) {
      const cure = 'Raise max_connections: each api and each worker opens up to 16.';
      return warn(subject, `${open} of ${max} connections are open.`, cure);
    }
    return ok(subject, `${version}, ${open} of ${max} connections open.`);
  },
});

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [oldestMajor, oldestMinor] = /mariadb/i.test(version) ? oldest.mariadb : oldest.mysql;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
