import { setTimeout as sleep } from 'node:timers/promises';
import {
  changeFeed,
  createIntakeDirectory,
  installationUpstreams,
  openDirectory,
} from '@tandem/core/directory';
import type { IntakeContext } from '@tandem/core/intake';
import { jobs } from '@tandem/core/jobs';
import { createKnowledgeSearch } from '@tandem/core/knowledge';
import { reasonForm } from '@tandem/core/messages';
import { viewLanes } from '@tandem/core/queues';
import { runSyncJob } from '@tandem/core/sync';
import { Database, openConnection, openSealer, type StoredConnection, shareCommits } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import { isPublicAddress } from '@tandem/integrations/http';
import * as queue from '@tandem/queue';
import { type Logger, newId, type Resources, systemClock } from '@tandem/runtime';
import type { ApiEnvironment, TenantId } from '@tandem/schemas';
import * as telemetry from '@tandem/telemetry';
import type { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { AdminDeps } from './admin/context.ts';
import { createSubscriptions } from './admin/create-subscriptions.ts';
import { createApp } from './app.ts';
import { createVitals } from './doctor/create-vitals.ts';
import { createMetrics } from './metrics/create-metrics.ts';
import { createMetricsApp } from './metrics/create-metrics-app.ts';
import { mayReadMetrics } from './metrics/may-read-metrics.ts';
import { traceWebhooks } from './traces/trace-webhooks.ts';
import { type Heartbeat, keepHeartbeat } from './webhooks/keep-heartbeat.ts';
import { watchMissedReplies } from './webhooks/watch-missed-replies.ts';

const poolSize = 16;
/** Two transactions fill a small machine's disk; more only make smaller batches. */
const commitsAtOnce = 2;
const rowsPerCommit = 64;

interface ComposeInput {
  environment: ApiEnvironment;
  log: Logger;
  resources: Resources;
  stopping: AbortSignal;
  /** Told of each SQL statement: for tests that count. */
  onStatement?: (text: string) => void;
}

export interface Api {
  app: Hono;
  metricsApp: Hono;
  /** What `metricsApp` shows. */
  registry: Registry;
  /** To be started once the app can be reached. */
  heartbeat: Heartbeat;
}

/** The api's composition root: opens everything it works with, and closes it in the opposite order. */
export async function composeApi(input: ComposeInput): Promise<Api> {
  const { environment, log, resources } = input;
  const now = () => systemClock.now();
  const metrics = createMetrics();
  const { registry } = metrics;
  const tracing = await telemetry.openTracing({ environment, service: 'tandem-api' });
  if (tracing) resources.defer('traces', () => tracing.close());
  const sealer = openSealer(environment.TANDEM_ENCRYPTION_KEYS);
  const database = resources.use(
    'database',
    new Database({
      url: environment.DATABASE_URL,
      poolSize,
      onEnd: telemetry.tellAll(
        telemetry.showEnds(registry, reasonForm),
        tracing && telemetry.traceEnds({ tracing, formOf: reasonForm, nowMs: Date.now }),
      ),
      ...(input.onStatement && { onStatement: input.onStatement }),
    }),
    (one) => one.close(),
  );
  await database.platform.connections.assertKeysKnown(sealer);
  const redis = queue.connectRedis({ url: environment.REDIS_URL, cluster: environment.REDIS_CLUSTER, log });
  resources.defer('redis', () => redis.close());
  telemetry.showStores(registry, { connections: database.connections, poolSize, redis: redis.health });
  telemetry.showLanes(registry, { view: () => viewLanes({ database, now }), nowMs: () => now().getTime() });
  const changes = queue.createTenantChanges({ redis, pollChanges: changeFeed({ database, now }), log });
  resources.defer('tenant changes', () => changes.close());
  const budgetLimits = {
    'chatwoot-host': environment.LIMIT_CHATWOOT_HOST_PER_MIN,
    'chatwoot-conversation': environment.LIMIT_CHATWOOT_CONVERSATION_PER_MIN,
    'botpress-bot': environment.LIMIT_BOTPRESS_BOT_PER_MIN,
  };
  const budgets = queue.createUpstreamBudgets({ redis, limits: budgetLimits });
  telemetry.showBudgets(registry, { budgets, limits: budgetLimits });
  const integrations = createIntegrations({
    allowPrivate: environment.UPSTREAM_ALLOW_PRIVATE,
    budgets,
    observe: telemetry.showRequests(registry),
  });
  resources.defer('upstream connections', () => integrations.close());

  const upstreams = installationUpstreams(environment);
  const revisionOf = (tenantId: TenantId) => database.platform.tenants.revision(tenantId);
  const open = (tenantId: TenantId, connection: StoredConnection) =>
    openConnection(sealer, { tenantId, connection });
  const showCache = telemetry.showCaches(registry);
  const directory = openDirectory({
    database,
    upstreams,
    openCache: (spec) => {
      const cache = queue.createTenantCache({ redis, changes, revisionOf, ...spec });
      showCache(spec.name, cache);
      return cache;
    },
    openSecrets: open,
    now,
  });
  const waker = queue.createLaneWaker(redis);
  const enqueuer = queue.createEnqueuer(redis);
  const limits = queue.createIntakeLimits({
    redis,
    limits: {
      inboxSoftPerMin: environment.LIMIT_INBOX_SOFT_PER_MIN,
      inboxHardPerMin: environment.LIMIT_INBOX_HARD_PER_MIN,
      tenantSoftPerMin: environment.LIMIT_TENANT_SOFT_PER_MIN,
      tenantHardPerMin: environment.LIMIT_TENANT_HARD_PER_MIN,
    },
  });
  const intake: IntakeContext = {
    integrations,
    directory: createIntakeDirectory(directory),
    limit: ({ tenantId, inboxId }) => limits.check({ tenantId, inbox: String(inboxId ?? '') }),
    accept: shareCommits({
      commit: (rows) => database.platform.acceptInbound(rows),
      concurrencyMax: commitsAtOnce,
      rowsMax: rowsPerCommit,
      onGroup: telemetry.showGroups(registry)('webhooks'),
    }),
    wake: (lanes) => waker.wake(lanes),
    wakeAt: (lane, at) => waker.wakeAt(lane, at),
    newId,
  };
  const traces = tracing && traceWebhooks({ tracing, database, resources });
  const missed = watchMissedReplies({
    checkOpenTurns: (check) => database.platform.dueWork.checkOpenTurns(check),
    now,
    onChecked: (turns) => log.info({ turns }, 'open turns are looked up at the engine'),
    onError: (error) => log.warn({ err: error }, 'open turns could not be looked up'),
  });
  await missed.check();
  const heartbeat = keepHeartbeat({
    beat: async (beat) => {
      const from = await database.platform.outages.beat(beat);
      if (from) metrics.countOutage();
      return from;
    },
    addOutage: async (outage) => {
      await database.platform.outages.add(outage);
      metrics.countOutage();
    },
    now,
    newId,
    log,
  });
  await heartbeat.beat();
  resources.defer('heartbeat', () => heartbeat.stop());

  const queues = queue.openQueues(redis, { jobQueues: jobs.map((job) => job.queue) });
  const searchKnowledge = createKnowledgeSearch({
    cloud: integrations.cloud,
    botpress: upstreams.botpress,
    budgets,
    log,
  });
  const admin: AdminDeps = {
    database,
    sealer,
    open,
    installation: {
      publicUrl: environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`,
      chatwoot: upstreams.chatwoot && {
        baseUrl: upstreams.chatwoot.baseUrl,
        accountId: upstreams.chatwoot.accountId,
      },
      botpress: upstreams.botpress,
      allowPrivate: environment.UPSTREAM_ALLOW_PRIVATE,
      isPublicAddress,
    },
    rootKey: environment.TANDEM_ROOT_KEY,
    tenantPurgeDays: environment.TENANT_PURGE_DAYS,
    subscriptions: createSubscriptions({ stopping: input.stopping }),
    integrations,
    setUps: integrations.setUps,
    cloud: integrations.cloud,
    ...(searchKnowledge && { searchKnowledge }),
    vitals: createVitals({ environment, database, redis, budgets, integrations, log }),
    now,
    wait: (delayMs) => sleep(delayMs),
    newId,
    notifyChange: (tenantId, revision) => void changes.publishChange(tenantId, revision),
    wakeLanes: (lanes) => waker.wake(lanes),
    enqueueSync: (job) => enqueuer.enqueue(runSyncJob, job),
    viewQueues: () => queue.viewQueues(redis, { queues, nowMs: () => now().getTime() }),
    log,
  };
  const app = createApp({
    webhooks: {
      intake,
      log,
      now,
      newId,
      observe: (event) => {
        const isStored = event.outcome === 'accepted' || event.outcome === 'duplicate';
        if (isStored || event.outcome === 'failed') {
          missed.note(isStored);
          heartbeat.note(isStored);
        }
        metrics.observeWebhook(event);
        traces?.(event);
      },
    },
    admin,
    board: { queues, isRedisUp: () => redis.health.up },
    health: {
      readiness: telemetry.createReadiness({
        database,
        redis: redis.health,
        isDraining: () => input.stopping.aborted,
        log,
      }),
      registry,
      mayReadMetrics: environment.METRICS_PORT === undefined ? mayReadMetrics(admin) : null,
    },
  });
  return { app, metricsApp: createMetricsApp(registry), registry, heartbeat };
}
