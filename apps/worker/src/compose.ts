import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createTenantDirectory } from '@tandem/core/directory';
import { jobs } from '@tandem/core/jobs';
import { type LaneContext, runLane, sweepLanes } from '@tandem/core/lanes';
import { type SyncContext, waitForBudget } from '@tandem/core/sync';
import { isStoreOutage } from '@tandem/db';
import { openFoundation } from '@tandem/foundation';
import * as queue from '@tandem/queue';
import { type Logger, newId, type Resources } from '@tandem/runtime';
import type { WorkerEnvironment } from '@tandem/schemas';
import * as telemetry from '@tandem/telemetry';
import type { Registry } from 'prom-client';
import { startHousekeeping } from './housekeeping/start-housekeeping.ts';
import { createAttemptWriter } from './lanes/create-attempt-writer.ts';
import { createPostpone } from './lanes/create-postpone.ts';
import { keepWorkerBeat } from './lanes/keep-worker-beat.ts';
import { startSweep } from './lanes/start-sweep.ts';
import { startResealing } from './secrets/start-resealing.ts';
import { startSyncing } from './sync/start-syncing.ts';

/** Lanes at work at once in one process. Most of them wait for an upstream; one busy tenant gets a part of them. */
const laneConcurrency = 150;
const jobConcurrency = 4;
/** A killed worker's lane is free after this; a sender gives up past half of it (product page §2.4). */
const leaseMs = 12_000;
/** An erasure is written down batch by batch, and the slowest ones take seconds. */
const erasureLeaseMs = 60_000;

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
  const { log, resources, registry } = input;
  const foundation = await openFoundation({ ...input, service: 'tandem-worker' });
  const { database, redis, integrations, searchKnowledge, tracing, waker, notifyChange, now } = foundation;
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
  const worker = `${hostname()}.${process.pid}`.slice(-64);
  const { postpone, spare, isPutOff, stop } = createPostpone({
    now,
    onError: (err) => log.warn({ err }, 'what was put off was not done'),
  });
  resources.defer('what was put off', stop);
  const context: LaneContext = {
    database,
    integrations,
    directory: createTenantDirectory(foundation.directory),
    ...(searchKnowledge && { searchKnowledge }),
    recordAttempt: (attempt) => {
      countAttempt(attempt);
      attempts.record(attempt);
    },
    wake: (lanes) => waker.wake(lanes),
    wakeAt: (lane, at) => waker.wakeAt(lane, at),
    postpone,
    spare,
    isPutOff,
    now,
    random: Math.random,
    newId,
    isStoreOutage,
    worker,
    leaseMs,
    ...(tracing && { inSpan: tracing.inSpan }),
    log,
  };
  const closing = new AbortController();
  const housekeeping = startHousekeeping({
    context: { ...context, erasureLeaseMs, notifyChange, signal: closing.signal },
    random: Math.random,
  });
  // Closed after the lanes: they come to their end while the last batch does.
  resources.defer('housekeeping', () => housekeeping.stop());
  const lanes = queue.createLaneWorker(redis, {
    concurrency: laneConcurrency,
    run: (lane) => runLane(context, lane),
    log,
  });
  resources.defer('lanes', () => lanes.close());
  telemetry.showRunner(registry, lanes);
  const pause: SyncContext['wait'] = (delayMs) => wait(delayMs, undefined, { signal: closing.signal });
  const takeBudget = waitForBudget({ budgets: foundation.budgets, wait: pause });
  const sync: SyncContext = {
    database,
    installation: { botpress: foundation.installation.botpress },
    open: foundation.openSecrets,
    cloud: integrations.cloud,
    now,
    ...(takeBudget && { takeBudget }),
    wait: pause,
    worker,
    leaseMs,
    signal: closing.signal,
    log,
  };
  const runner = queue.runJobs(redis, { jobs, context: sync, concurrency: jobConcurrency, log });
  resources.defer('jobs', () => runner.close());
  const sweep = startSweep({
    sweep: (batch) =>
      sweepLanes({ due: database.platform.dueWork, now, run: (lane) => lanes.offer(lane) }, batch),
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
  const syncing = startSyncing({ context: sync, concurrency: jobConcurrency, random: Math.random });
  resources.defer('sync', () => syncing.stop());
  const { sealer } = foundation;
  const resealing = startResealing({
    context: { database, sealer, now, notifyChange, leaseMs, signal: closing.signal, log },
    random: Math.random,
  });
  resources.defer('reseal', () => resealing.stop());
  resources.defer('pauses', () => closing.abort());
  return { readiness: foundation.readiness };
}
