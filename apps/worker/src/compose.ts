import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import {
  changeFeed,
  createTenantDirectory,
  installationUpstreams,
  openDirectory,
} from '@tandem/core/directory';
import { jobs } from '@tandem/core/jobs';
import { createKnowledgeSearch } from '@tandem/core/knowledge';
import { type LaneContext, runLane, sweepLanes } from '@tandem/core/lanes';
import { reasonForm } from '@tandem/core/messages';
import { type SyncContext, waitForBudget } from '@tandem/core/sync';
import { Database, isStoreOutage, openConnection, openSealer } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import * as queue from '@tandem/queue';
import { type Logger, newId, type Resources, systemClock } from '@tandem/runtime';
import type { TenantId, WorkerEnvironment } from '@tandem/schemas';
import * as telemetry from '@tandem/telemetry';
import type { Registry } from 'prom-client';
import { startHousekeeping } from './housekeeping/start-housekeeping.ts';
import { createAttemptWriter } from './lanes/create-attempt-writer.ts';
import { createPostpone } from './lanes/create-postpone.ts';
import { keepWorkerBeat } from './lanes/keep-worker-beat.ts';
import { startSweep } from './lanes/start-sweep.ts';
import { startSync } from './sync/start-sync.ts';

/** Lanes at work at once in one process. Most of them wait for an upstream; one busy tenant gets a part of them. */
const laneConcurrency = 150;
const jobConcurrency = 4;
const poolSize = 16;
/** A killed worker's lane is free after this; a sender gives up past half of it (product page §2.4). */
const leaseMs = 12_000;

export interface Worker {
  readiness(): Promise<telemetry.Readiness>;
}

/** The worker's composition root: opens everything it works with, and closes it in the opposite order. */
export async function composeWorker(input: {
  environment: WorkerEnvironment;
  log: Logger;
  resources: Resources;
  stopping: AbortSignal;
  /** What is shown is shown here. */
  registry: Registry;
}): Promise<Worker> {
  const { environment, log, resources, registry } = input;
  const now = () => systemClock.now();
  const tracing = await telemetry.openTracing({ environment, service: 'tandem-worker' });
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
    }),
    (one) => one.close(),
  );
  await database.platform.connections.assertKeysKnown(sealer);
  const redis = queue.connectRedis({ url: environment.REDIS_URL, cluster: environment.REDIS_CLUSTER, log });
  resources.defer('redis', () => redis.close());
  telemetry.showStores(registry, { connections: database.connections, poolSize, redis: redis.health });
  const changes = queue.createTenantChanges({ redis, pollChanges: changeFeed({ database, now }), log });
  resources.defer('tenant changes', () => changes.close());
  const limits = {
    'chatwoot-host': environment.LIMIT_CHATWOOT_HOST_PER_MIN,
    'chatwoot-conversation': environment.LIMIT_CHATWOOT_CONVERSATION_PER_MIN,
    'botpress-bot': environment.LIMIT_BOTPRESS_BOT_PER_MIN,
  };
  const budgets = queue.createUpstreamBudgets({ redis, limits });
  telemetry.showBudgets(registry, { budgets, limits });
  const integrations = createIntegrations({
    allowPrivate: environment.UPSTREAM_ALLOW_PRIVATE,
    budgets,
    observe: telemetry.tellAll(telemetry.showRequests(registry), tracing?.observeRequest),
  });
  resources.defer('upstream connections', () => integrations.close());

  const upstreams = installationUpstreams(environment);
  const revisionOf = (tenantId: TenantId) => database.platform.tenants.revision(tenantId);
  const openSecrets: SyncContext['open'] = (tenantId, connection) =>
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
    openSecrets,
    now,
  });
  const waker = queue.createLaneWaker(redis);
  const showAttemptGroup = telemetry.showGroups(registry)('attempts');
  const countAttempt = telemetry.showAttempts(registry);
  const attempts = createAttemptWriter({
    store: (rows) => {
      showAttemptGroup(rows.length);
      return database.platform.addAttempts(rows);
    },
    onLost: (err, count) => log.warn({ err, count }, 'attempts were not written down'),
  });
  resources.defer('attempts', () => attempts.flush());
  const searchKnowledge = createKnowledgeSearch({
    cloud: integrations.cloud,
    botpress: upstreams.botpress,
    budgets,
    log,
  });
  const worker = `${hostname()}.${process.pid}`.slice(-64);
  const { postpone, spare, stop } = createPostpone({
    now,
    onError: (err) => log.warn({ err }, 'what was put off was not done'),
  });
  resources.defer('what was put off', stop);
  const context: LaneContext = {
    database,
    integrations,
    directory: createTenantDirectory(directory),
    ...(searchKnowledge && { searchKnowledge }),
    recordAttempt: (attempt) => {
      countAttempt(attempt);
      attempts.record(attempt);
    },
    wake: (lanes) => waker.wake(lanes),
    wakeAt: (lane, at) => waker.wakeAt(lane, at),
    postpone,
    spare,
    now,
    random: Math.random,
    newId,
    isStoreOutage,
    worker,
    leaseMs,
    ...(tracing && { inSpan: tracing.inSpan }),
    log,
  };
  const lanes = queue.createLaneWorker(redis, {
    concurrency: laneConcurrency,
    run: (lane) => runLane(context, lane),
    log,
  });
  resources.defer('lanes', () => lanes.close());
  telemetry.showRunner(registry, lanes);
  const stopping = new AbortController();
  const pause: SyncContext['wait'] = (delayMs) => wait(delayMs, undefined, { signal: stopping.signal });
  const takeBudget = waitForBudget({ budgets, wait: pause });
  const sync: SyncContext = {
    database,
    installation: { botpress: upstreams.botpress },
    open: openSecrets,
    cloud: integrations.cloud,
    now,
    ...(takeBudget && { takeBudget }),
    wait: pause,
    worker,
    leaseMs,
    signal: stopping.signal,
    log,
  };
  const runner = queue.runJobs(redis, {
    jobs,
    context: sync,
    concurrency: jobConcurrency,
    log,
  });
  resources.defer('jobs', () => runner.close());
  const sweep = startSweep({
    sweep: (batch) =>
      sweepLanes({ due: database.platform.dueWork, now, run: (lane) => void lanes.submit(lane) }, batch),
    isRedisUp: () => redis.health.up,
    room: () => lanes.room,
    random: Math.random,
    onError: (error) => log.warn({ err: error }, 'the sweep could not read due work'),
  });
  resources.defer('sweep', () => sweep.stop());
  const beat = keepWorkerBeat({
    beat: () => database.platform.heartbeats.noteWorker(now()),
    onError: (err) => log.warn({ err }, 'the heartbeat could not be stored'),
  });
  resources.defer('heartbeat', () => beat.stop());
  const syncing = startSync({ context: sync, concurrency: jobConcurrency, random: Math.random });
  resources.defer('sync', () => {
    stopping.abort();
    return syncing.stop();
  });
  const notifyChange = (tenantId: TenantId, revision: number) =>
    void changes.publishChange(tenantId, revision);
  const housekeeping = startHousekeeping({
    context: { ...context, leaseMs: 60_000, notifyChange },
    random: Math.random,
  });
  resources.defer('housekeeping', () => housekeeping.stop());
  return {
    readiness: telemetry.createReadiness({
      database,
      redis: redis.health,
      isDraining: () => input.stopping.aborted,
      log,
    }),
  };
}
