import { lookup } from 'node:dns/promises';
import type { Vitals } from '@tandem/core/doctor';
import { jobs } from '@tandem/core/jobs';
import type { Foundation } from '@tandem/foundation';
import { readQueueVitals, readRedisVitals } from '@tandem/queue';
import type { Logger } from '@tandem/runtime';
import type { ApiEnvironment } from '@tandem/schemas';

type VitalsInput = Pick<
  Foundation,
  'database' | 'redis' | 'budgets' | 'limits' | 'integrations' | 'installation'
> & {
  environment: ApiEnvironment;
  log: Pick<Logger, 'error'>;
};

/** What the doctor may look at in this process and its stores. */
export function createVitals(input: VitalsInput): Vitals {
  const { environment, database, redis, budgets, integrations, log } = input;
  const { REDIS_URL: url, REDIS_CLUSTER: cluster } = environment;
  const jobQueues = [...new Set(jobs.map(({ queue }) => queue))];
  return {
    isPublicUrlGiven: environment.PUBLIC_URL !== undefined,
    environment,
    upstreams: input.installation,
    isRedisCluster: cluster,
    limits: input.limits,
    budgets,
    mysql: () => database.vitals(),
    mysqlClock: () => database.clock(),
    schema: () => database.schemaStanding(),
    redis: () => readRedisVitals({ url, cluster }),
    queues: () => readQueueVitals(redis, { jobQueues }),
    headroom: async (scopes) => (await budgets?.headroom(scopes)) ?? [],
    resolve: async (hostname) => {
      const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
      return found.map(({ address }) => address);
    },
    probes: integrations.probes,
    openStore: (settings, pace) => integrations.cloud.openStore(settings, pace),
    onBroken: (check, err) => log.error({ check, err }, 'a check of the doctor failed'),
  };
}
