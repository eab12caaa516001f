import { lookup } from 'node:dns/promises';
import { installationUpstreams } from '@tandem/core/directory';
import type { Vitals } from '@tandem/core/doctor';
import { jobs } from '@tandem/core/jobs';
import type { Database } from '@tandem/db';
import type { EngineCloud, Probes } from '@tandem/integrations/contract';
import { type RedisLink, readQueueVitals, readRedisVitals, type UpstreamBudgets } from '@tandem/queue';
import type { Logger } from '@tandem/runtime';
import type { ApiEnvironment } from '@tandem/schemas';

interface VitalsInput {
  environment: ApiEnvironment;
  database: Pick<Database, 'vitals' | 'clock' | 'schemaStanding'>;
  redis: RedisLink;
  budgets: UpstreamBudgets | undefined;
  integrations: { probes: Probes; cloud: Pick<EngineCloud, 'openStore'> };
  log: Pick<Logger, 'error'>;
}

/** What the doctor may look at in this process and its stores. */
export function createVitals(input: VitalsInput): Vitals {
  const { environment, database, redis, budgets, integrations, log } = input;
  const { REDIS_URL: url, REDIS_CLUSTER: cluster } = environment;
  const jobQueues = [...new Set(jobs.map(({ queue }) => queue))];
  return {
    isPublicUrlGiven: environment.PUBLIC_URL !== undefined,
    environment,
    upstreams: installationUpstreams(environment),
    isRedisCluster: cluster,
    limits: {
      'chatwoot-host': environment.LIMIT_CHATWOOT_HOST_PER_MIN,
      'chatwoot-conversation': environment.LIMIT_CHATWOOT_CONVERSATION_PER_MIN,
      'botpress-bot': environment.LIMIT_BOTPRESS_BOT_PER_MIN,
    },
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
