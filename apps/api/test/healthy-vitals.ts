import type { Vitals } from '@tandem/core/doctor';
import type { Database } from '@tandem/db';
import type { EngineCloud, Probes } from '@tandem/integrations/contract';
import { zInstallationEnvironment } from '@tandem/schemas';

interface Real {
  database: Database;
  integrations: { probes: Probes; cloud: Pick<EngineCloud, 'openStore'> };
}

/** A healthy installation around a real database: what has no part in a test is as it should be. */
export function healthyVitals({ database, integrations }: Real): Vitals {
  return {
    isPublicUrlGiven: true,
    environment: zInstallationEnvironment.parse({}),
    upstreams: { chatwoot: null, botpress: null, chatwootSecrets: [], botpressSecrets: [] },
    isRedisCluster: false,
    limits: { 'chatwoot-host': 3_000, 'chatwoot-conversation': 200, 'botpress-bot': 600 },
    budgets: undefined,
    mysql: () => database.vitals(),
    mysqlClock: () => database.clock(),
    schema: () => database.schemaStanding(),
    redis: async () => ({
      reached: true,
      version: '7.2.4',
      role: 'master',
      isCluster: false,
      maxmemoryPolicy: 'noeviction',
      memory: { used: 1, max: 0 },
      timeMs: Date.now(),
    }),
    queues: async () => [{ name: 'lanes-0', isPaused: false, waiting: 0 }],
    headroom: async () => [],
    resolve: async () => [],
    probes: integrations.probes,
    openStore: (settings, pace) => integrations.cloud.openStore(settings, pace),
    onBroken: (check, error) => {
      throw new Error(`the check ${check} failed`, { cause: error });
    },
  };
}
