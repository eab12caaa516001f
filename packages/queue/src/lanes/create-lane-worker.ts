import { type LaneKey, zLaneKey } from '@tandem/schemas';
import { Worker } from 'bullmq';
import { closeWorkers } from '../connection/close-workers.ts';
import type { RedisLink } from '../connection/connect-redis.ts';
import { reportWorkerErrors } from '../connection/report-worker-errors.ts';
import { workerTimes } from '../connection/worker-times.ts';
import { type QueueLog, silentLog } from '../log.ts';
import { createLaneRunner } from './create-lane-runner.ts';
import { type LaneQueueOptions, laneQueueName, laneQueuePrefix } from './lane-queue.ts';

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
  /** Runs a lane without Redis, under the same bounds: for lanes found by polling MySQL. Never rejects. */
  submit(lane: LaneKey): Promise<void>;
  /** Lanes at work or waiting for their turn in this process. */
  readonly active: number;
  /** How many more lanes can wait for their turn. */
  readonly room: number;
  /** Takes no more wakes, waits for the lanes at work, closes its connections. Does not wait for Redis. */
  close(): Promise<void>;
}

/**
 * Runs woken lanes. The wake of a killed worker is given to another within about 12 s (`lockDuration` 8 s,
 * `stalledInterval` 4 s). Redis may go, come back or lose everything: the worker goes on by itself.
 */
export const createLaneWorker = (redis: RedisLink, options: LaneWorkerOptions): LaneWorker => {
  const { prefix = 'tandem', shards = 1, concurrency, run, log = silentLog } = options;
  const { waitingMax = 4 * concurrency } = options;
  const runner = createLaneRunner({ concurrency, waitingMax, run, log });
  const connection = redis.openForWorker();
  const process = async (job: { data: unknown; id?: string | undefined }) => {
    const lane = zLaneKey.safeParse(job.data);
    if (lane.success) await runner.submit(lane.data);
    else log.error({ jobId: job.id }, 'a wake that names no lane was dropped');
  };
  const workers = Array.from(
    { length: shards },
    (_, shard) =>
      new Worker(laneQueueName, process, {
        ...workerTimes,
        connection: connection.client,
        prefix: laneQueuePrefix(prefix, shard),
        // More than are at work: what waits waits here, by turns, and not in the order of Redis.
        concurrency: concurrency + waitingMax,
      }),
  );
  reportWorkerErrors({ workers, health: redis.health, log });

  let closing: Promise<void> | undefined;
  return {
    submit: runner.submit,
    get active() {
      return runner.active;
    },
    get room() {
      return runner.room;
    },
    close: () => {
      closing ??= closeWorkers({ workers, connection, idle: runner.idle });
      return closing;
    },
  };
};
