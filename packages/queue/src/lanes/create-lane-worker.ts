import { type LaneKey, zLaneKey } from '@tandem/schemas';
import { type Job, Worker } from 'bullmq';
import { closeWorkers } from '../connection/close-workers.ts';
import type { RedisLink } from '../connection/connect-redis.ts';
import { reportErrors } from '../connection/report-errors.ts';
import { workerTimes } from '../connection/worker-times.ts';
import { type QueueLog, silentLog } from '../log.ts';
import { createLaneRunner } from './create-lane-runner.ts';
import {
  type LaneQueueOptions,
  laneId,
  laneQueueName,
  laneQueuePrefix,
  readyLanesKey,
} from './lane-queue.ts';
import { makeReady } from './ready-lanes.ts';
import { takeReadyLanes } from './take-ready-lanes.ts';

export interface LaneWorkerOptions extends LaneQueueOptions {
  /** Lanes at work at once in this process, however they were waked; one tenant gets a part of them. */
  concurrency: number;
  /** Lanes that may wait for their turn in this process. Default: four times `concurrency`. */
  waitingMax?: number;
  /** Does what the lane has to do, as MySQL says. A throw is logged and swallowed. */
  run: (lane: LaneKey) => Promise<void>;
  log?: QueueLog;
}

export interface LaneWorker {
  /**
   * Runs a lane without Redis, under the same bounds: for lanes found by polling MySQL. False when it is here already, or no place
   * is free for its tenant.
   */
  offer(lane: LaneKey): boolean;
  /** Lanes at work or waiting for their turn in this process. */
  readonly active: number;
  /** How many more lanes can wait for their turn. */
  readonly room: number;
  /** Takes no more wakes, waits for the lanes at work, closes its connections. Does not wait for Redis. */
  close(): Promise<void>;
}

/** Timed wakes that come due at once: each is one command. */
const timedConcurrency = 16;

/**
 * Runs waked lanes: takes those that are ready, and makes ready those whose time has come. Redis may go, come back or lose
 * everything: the worker goes on by itself, and a sweep finds what it did not hear of.
 */
export const createLaneWorker = (redis: RedisLink, options: LaneWorkerOptions): LaneWorker => {
  const { prefix = 'tandem', shards = 1, concurrency, run, log = silentLog } = options;
  const { waitingMax = 4 * concurrency } = options;
  const runner = createLaneRunner({ concurrency, waitingMax, run, log });
  const connection = redis.openForWorker();
  const onError = reportErrors({ health: redis.health, log });

  const openShard = (shard: number) => {
    const key = readyLanesKey(prefix, shard);
    const timed = new Worker(laneQueueName, (job: Job) => makeDueLaneReady(redis, { key, job, log }), {
      ...workerTimes,
      connection: connection.client,
      prefix: laneQueuePrefix(prefix, shard),
      concurrency: timedConcurrency,
    });
    timed.on('error', onError);
    const ready = takeReadyLanes({ connection: redis.openForTaking(), key, runner, onError, log });
    return { timed, ready };
  };
  const parts = Array.from({ length: shards }, (_, shard) => openShard(shard));
  const close = async (): Promise<void> => {
    await Promise.all(parts.map(({ ready }) => ready.close()));
    await closeWorkers({ workers: parts.map(({ timed }) => timed), connection, idle: runner.idle });
  };

  let closing: Promise<void> | undefined;
  return {
    offer: runner.offer,
    get active() {
      return runner.active;
    },
    get room() {
      return runner.room;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

const makeDueLaneReady = async (
  redis: RedisLink,
  { key, job, log }: { key: string; job: Job; log: QueueLog },
): Promise<void> => {
  const lane = zLaneKey.safeParse(job.data);
  if (lane.success) await makeReady(redis, { key, ids: [laneId(lane.data)] });
  else log.error({ jobId: job.id }, 'a timed wake that names no lane was dropped');
};
