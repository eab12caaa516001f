import type { InstallationCheck } from '@tandem/schemas/admin';
import type { AdminContext } from '../../admin/admin-context.ts';
import type { Check } from '../check.ts';
import { budgetsLimits } from './budgets-limits.ts';
import { clockStores } from './clock-stores.ts';
import { encryptionKeys } from './encryption-keys.ts';
import { environmentUpstreams } from './environment-upstreams.ts';
import { inboxesShared } from './inboxes-shared.ts';
import { lanesAge } from './lanes-age.ts';
import { mysqlMigrations } from './mysql-migrations.ts';
import { mysqlServer } from './mysql-server.ts';
import { mysqlSettings } from './mysql-settings.ts';
import { privateAddresses } from './private-addresses.ts';
import { publicUrl } from './public-url.ts';
import { queuesRunning } from './queues-running.ts';
import { redisServer } from './redis-server.ts';
import { redisSettings } from './redis-settings.ts';
import { workersAlive } from './workers-alive.ts';

/** THE LIST of what is looked at of an installation. */
export const installationList: readonly Check<InstallationCheck, AdminContext>[] = [
  mysqlServer,
  mysqlSettings,
  mysqlMigrations,
  redisServer,
  redisSettings,
  clockStores,
  environmentUpstreams,
  publicUrl,
  privateAddresses,
  budgetsLimits,
  encryptionKeys,
  workersAlive,
  queuesRunning,
  lanesAge,
  inboxesShared,
];
