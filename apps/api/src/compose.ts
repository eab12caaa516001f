import { setTimeout as sleep } from 'node:timers/promises';
import { createIntakeDirectory } from '@tandem/core/directory';
import type { IntakeContext } from '@tandem/core/intake';
import { jobs } from '@tandem/core/jobs';
import { viewLanes } from '@tandem/core/queues';
import { runSyncJob } from '@tandem/core/sync';
import { shareCommits } from '@tandem/db';
import { openFoundation } from '@tandem/foundation';
import { isPublicAddress } from '@tandem/integrations/http';
import * as queue from '@tandem/queue';
import { type Logger, newId, type Resources } from '@tandem/runtime';
import type { ApiEnvironment } from '@tandem/schemas';
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
import { type Front, serveWebhooks } from './webhooks/serve-webhooks.ts';
import type { WebhookDeps } from './webhooks/take-webhook.ts';
import { watchMissedReplies } from './webhooks/watch-missed-replies.ts';

/** One at a time makes large groups; the others are for when one has to wait, for a row or for the disk. */
const commitsAtOnce = 4;
const commitPatienceMs = 50;
const rowsPerCommit = 64;

interface ComposeInput {
  environment: ApiEnvironment;
  log: Logger;
  resources: Resources;
  stopping: AbortSignal;
  /** Told of each SQL statement: for tests that count. */
  onStatement?: (text: string) => void;
  /** The machine's clock when not given. */
  now?: () => Date;
}

export interface Api {
  app: Hono;
  /** Answers webhooks ahead of the app, which can too. */
  front: Front;
  metricsApp: Hono;
  /** What `metricsApp` shows. */
  registry: Registry;
  /** To be started once the app can be reached. */
  heartbeat: Heartbeat;
}

/** The api's composition root: opens everything it works with, and closes it in the opposite order. */
export async function composeApi(input: ComposeInput): Promise<Api> {
  const { environment, log, resources } = input;
  const metrics = createMetrics();
  const { registry } = metrics;
  const foundation = await openFoundation({ ...input, service: 'tandem-api', registry });
  const { database, redis, integrations, installation, searchKnowledge, tracing, waker, now } = foundation;
  telemetry.showLanes(registry, { view: () => viewLanes({ database, now }), nowMs: () => now().getTime() });
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
    directory: createIntakeDirectory(foundation.directory),
    limit: ({ tenantId, inboxId }) => limits.check({ tenantId, inbox: String(inboxId ?? '') }),
    accept: shareCommits({
      commit: (rows) => database.platform.acceptInbound(rows),
      concurrencyMax: commitsAtOnce,
      patienceMs: commitPatienceMs,
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
  const admin: AdminDeps = {
    database,
    sealer: foundation.sealer,
    open: foundation.openSecrets,
    installation: {
      publicUrl: environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`,
      chatwoot: installation.chatwoot && {
        baseUrl: installation.chatwoot.baseUrl,
        accountId: installation.chatwoot.accountId,
      },
      botpress: installation.botpress,
      allowPrivate: environment.UPSTREAM_ALLOW_PRIVATE,
      isPublicAddress,
    },
    rootKey: environment.TANDEM_ROOT_KEY,
    limits: queue.createAdminLimits({ redis, keyPerMin: environment.LIMIT_ADMIN_KEY_PER_MIN }),
    trustedProxies: environment.TRUSTED_PROXIES,
    tenantPurgeDays: environment.TENANT_PURGE_DAYS,
    subscriptions: createSubscriptions({ stopping: input.stopping }),
    integrations,
    setUps: integrations.setUps,
    cloud: integrations.cloud,
    ...(searchKnowledge && { searchKnowledge }),
    vitals: createVitals({ ...foundation, environment, log }),
    now,
    wait: (delayMs) => sleep(delayMs),
    newId,
    notifyChange: foundation.notifyChange,
    wakeLanes: (lanes) => waker.wake(lanes),
    enqueueSync: (job) => enqueuer.enqueue(runSyncJob, job),
    viewQueues: () => queue.viewQueues(redis, { queues, nowMs: () => now().getTime() }),
    log,
  };
  const webhooks: WebhookDeps = {
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
  };
  const app = createApp({
    webhooks,
    admin,
    board: { queues, isRedisUp: () => redis.health.up },
    health: {
      readiness: foundation.readiness,
      registry,
      mayReadMetrics: environment.METRICS_PORT === undefined ? mayReadMetrics(admin) : null,
    },
  });
  return { app, front: serveWebhooks(webhooks), metricsApp: createMetricsApp(registry), registry, heartbeat };
}
