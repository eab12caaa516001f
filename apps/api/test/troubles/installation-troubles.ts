import { type InstallationEnvironment, zInstallationEnvironment } from '@tandem/schemas';
import type { InstallationCheck } from '@tandem/schemas/admin';
import { mintChatwoot, mintTenant } from '@tandem/testkit/tenants';
import type { Admin } from '../open-admin.ts';
import { seedSession } from '../seed-conversation.ts';

/** One misconfiguration of an installation; what it changes of `deps` is put back after it. */
export interface InstallationTrouble {
  name: string;
  seed(admin: Admin): unknown;
  finds: readonly `${InstallationCheck} ${'warn' | 'broken'}`[];
  cure: RegExp;
}

/** Facts of a healthy database with some of its settings otherwise. */
const variables =
  (changed: Record<string, string>): InstallationTrouble['seed'] =>
  ({ deps, database }) => {
    deps.vitals.mysql = async () => {
      const vitals = await database.vitals();
      return { ...vitals, variables: { ...vitals.variables, ...changed } };
    };
  };

const redis =
  (changed: object): InstallationTrouble['seed'] =>
  ({ deps: { vitals } }) => {
    const healthy = vitals.redis;
    vitals.redis = async () => ({ ...(await healthy()), ...changed });
  };

const environment =
  (set: Partial<Record<keyof InstallationEnvironment, string>>): InstallationTrouble['seed'] =>
  ({ deps }) => {
    deps.vitals.environment = zInstallationEnvironment.parse(set);
  };

const limits =
  (changed: Record<string, number>): InstallationTrouble['seed'] =>
  ({ deps }) => {
    deps.vitals.limits = { ...deps.vitals.limits, ...changed };
  };

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

export const installationTroubles: readonly InstallationTrouble[] = [
  {
    name: 'MySQL is away',
    seed: ({ deps }) => {
      deps.vitals.mysql = () => Promise.reject(refused);
      deps.vitals.onBroken = () => {};
    },
    finds: ['mysql.server broken'],
    cure: /DATABASE_URL/,
  },
  {
    name: 'MySQL is a replica',
    seed: variables({ read_only: 'ON' }),
    finds: ['mysql.server broken'],
    cure: /primary/,
  },
  {
    name: 'MySQL forgets the last second in a crash',
    seed: variables({ innodb_flush_log_at_trx_commit: '2' }),
    finds: ['mysql.settings broken'],
    cure: /innodb_flush_log_at_trx_commit = 1/,
  },
  {
    name: 'MySQL takes only small packets',
    seed: variables({ max_allowed_packet: '1048576' }),
    finds: ['mysql.settings warn'],
    cure: /max_allowed_packet/,
  },
  {
    name: 'a proxy drops what sessions are set to',
    seed: variables({ transaction_isolation: 'REPEATABLE-READ', time_zone: 'SYSTEM' }),
    finds: ['mysql.settings broken', 'mysql.settings broken'],
    cure: /proxy/,
  },
  {
    name: 'MySQL logs statements, which it refuses with READ COMMITTED',
    seed: variables({ log_bin: 'ON', binlog_format: 'STATEMENT' }),
    finds: ['mysql.settings broken'],
    cure: /binlog_format/,
  },
  {
    name: 'migrations were not run',
    seed: ({ deps }) => {
      deps.vitals.schema = async () => ({ pending: ['0009-later'], unknown: [] });
    },
    finds: ['mysql.migrations broken'],
    cure: /npm run serve/,
  },
  {
    name: 'the schema is of a newer release',
    seed: ({ deps }) => {
      deps.vitals.schema = async () => ({ pending: [], unknown: ['9999-later'] });
    },
    finds: ['mysql.migrations warn'],
    cure: /same release/,
  },
  {
    name: 'Redis is away',
    seed: redis({ reached: false, reason: 'ECONNREFUSED' }),
    finds: ['redis.server broken'],
    cure: /REDIS_URL/,
  },
  {
    name: 'Redis is a cluster and taken for one server',
    seed: redis({ isCluster: true }),
    finds: ['redis.server broken'],
    cure: /REDIS_CLUSTER=true/,
  },
  {
    name: 'Redis evicts',
    seed: redis({ maxmemoryPolicy: 'allkeys-lru', memory: { used: 1, max: 1_000 } }),
    finds: ['redis.settings broken'],
    cure: /noeviction/,
  },
  {
    name: 'Redis is nearly full',
    seed: redis({ memory: { used: 950, max: 1_000 } }),
    finds: ['redis.settings warn'],
    cure: /maxmemory/,
  },
  {
    name: 'the clock of the api is behind those of the stores',
    seed: ({ deps }) => {
      deps.now = () => new Date(Date.now() - 90_000);
    },
    finds: ['clock.stores broken', 'clock.stores broken'],
    cure: /NTP/,
  },
  {
    name: 'the default Chatwoot is half set',
    seed: environment({ CHATWOOT_BASE_URL: 'https://chat.example', CHATWOOT_API_TOKEN: 'x' }),
    finds: ['environment.upstreams broken'],
    cure: /CHATWOOT_ACCOUNT_ID/,
  },
  {
    name: 'the default Botpress lacks what its dialect needs',
    seed: environment({ BOTPRESS_DIALECT: 'v12', BOTPRESS_ENDPOINT_URL: 'https://bot.example' }),
    finds: ['environment.upstreams broken'],
    cure: /BOTPRESS_BOT_ID/,
  },
  {
    name: 'PUBLIC_URL was not given, and somebody is on the internet',
    seed: async ({ deps, database }) => {
      deps.installation = { ...deps.installation, publicUrl: 'http://localhost:3000' };
      deps.vitals.isPublicUrlGiven = false;
      await mintTenant(database, { chatwoot: mintChatwoot() });
    },
    finds: ['public-url broken'],
    cure: /Set PUBLIC_URL/,
  },
  {
    name: 'PUBLIC_URL is not encrypted',
    seed: ({ deps }) => {
      deps.installation = { ...deps.installation, publicUrl: 'http://tandem.test' };
    },
    finds: ['public-url warn'],
    cure: /https/,
  },
  {
    name: 'something else answers at PUBLIC_URL',
    seed: ({ deps }) => {
      deps.setUps = { ...deps.setUps, selfTest: async () => ({ status: 301, reason: null }) };
    },
    finds: ['public-url broken'],
    cure: /redirect/,
  },
  {
    name: 'tenants may reach into the inner network',
    seed: ({ deps }) => {
      deps.installation = { ...deps.installation, allowPrivate: true };
    },
    finds: ['private-addresses warn'],
    cure: /Take it away/,
  },
  {
    name: 'we allow ourselves more than upstreams take',
    seed: limits({ 'chatwoot-host': 6_000, 'botpress-bot': 0 }),
    finds: ['budgets.limits warn', 'budgets.limits warn'],
    cure: /LIMIT_CHATWOOT_HOST_PER_MIN=3000/,
  },
  {
    name: 'secrets are still sealed with an old key',
    seed: ({ deps }) => {
      deps.sealer = Object.create(deps.sealer, { keyIds: { value: ['new', 'test'] } });
    },
    finds: ['encryption-keys warn'],
    cure: /reseal/,
  },
  {
    name: 'no worker has been heard of for a minute',
    seed: ({ database }) => database.platform.heartbeats.noteWorker(new Date(Date.now() - 60_000)),
    finds: ['workers.alive broken'],
    cure: /serve:worker/,
  },
  {
    name: 'somebody paused a queue',
    seed: ({ deps }) => {
      deps.vitals.queues = async () => [{ name: 'jobs-sync', isPaused: true, waiting: 3 }];
    },
    finds: ['queues.running broken'],
    cure: /Resume/,
  },
  {
    name: 'two tenants claim one inbox under two names of its Chatwoot',
    seed: async ({ deps, database }) => {
      deps.vitals.resolve = async () => ['203.0.113.7'];
      const { accountId, inboxId } = mintChatwoot();
      for (const _ of [1, 2])
        await mintTenant(database, { chatwoot: { ...mintChatwoot(), accountId, inboxId } });
    },
    finds: ['inboxes.shared warn'],
    cure: /same baseUrl/,
  },
  {
    name: 'what is due waits',
    seed: async ({ database }) => {
      const { tenantId } = await mintTenant(database);
      const session = await seedSession(database, { tenantId, at: new Date() });
      const dueAt = new Date(Date.now() - 300_000);
      await database.enter(tenantId).lanes.touch({ ...session.key, direction: 'to-engine' }, dueAt);
    },
    finds: ['lanes.age broken'],
    cure: /Start more workers/,
  },
];
