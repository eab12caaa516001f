import { type Job as BullJob, UnrecoverableError, Worker } from 'bullmq';
import { ZodError } from 'zod';
import { closeWorkers } from '../connection/close-workers.ts';
import type { RedisLink } from '../connection/connect-redis.ts';
import { reportErrors } from '../connection/report-errors.ts';
import { workerTimes } from '../connection/worker-times.ts';
import { type QueueLog, silentLog } from '../log.ts';
import { jobQueueName, jobQueuePrefix, type RunnableJob } from './define-job.ts';

export interface RunJobsInput<Context> {
  jobs: readonly RunnableJob<Context>[];
  context: Context;
  /** Jobs at work at once in this process, for each queue. */
  concurrency: number;
  prefix?: string;
  log?: QueueLog;
}

export interface JobRunner {
  /** Takes no more jobs, waits for those at work, closes its connections. Does not wait for Redis. */
  close(): Promise<void>;
}

/** Runs the jobs, one worker for each queue named among them. A failing job is logged; it never stops a worker. */
export const runJobs = <Context>(redis: RedisLink, input: RunJobsInput<Context>): JobRunner => {
  const { prefix = 'tandem', log = silentLog, concurrency } = input;
  const connection = redis.openForWorker();
  const onError = reportErrors({ health: redis.health, log });
  const active = new Set<Promise<void>>();
  const byQueue = Map.groupBy(input.jobs, (job) => job.queue);
  const workers = [...byQueue].map(([queue, jobs]) => {
    const byName = new Map(jobs.map((job) => [job.name, job]));
    const process = async (bullJob: BullJob) => {
      const work = perform(byName.get(bullJob.name), { context: input.context, bullJob, log });
      active.add(work);
      await work.finally(() => active.delete(work));
    };
    const where = { connection: connection.client, prefix: jobQueuePrefix(prefix, queue) };
    const worker = new Worker(jobQueueName, process, { ...workerTimes, ...where, concurrency });
    worker.on('error', onError);
    return worker;
  });

  const idle = async () => {
    while (active.size > 0) await Promise.allSettled(active);
  };
  let closing: Promise<void> | undefined;
  return {
    close: () => {
      closing ??= closeWorkers({ workers, connection, idle });
      return closing;
    },
  };
};

interface PerformInput<Context> {
  context: Context;
  bullJob: BullJob;
  log: QueueLog;
}

const perform = async <Context>(
  job: RunnableJob<Context> | undefined,
  { context, bullJob, log }: PerformInput<Context>,
): Promise<void> => {
  const fields = { job: bullJob.name, jobId: bullJob.id, attempt: bullJob.attemptsMade + 1 };
  if (job === undefined) {
    log.error(fields, 'no job of this name: dropped');
    return;
  }
  try {
    await job.perform(context, bullJob.data);
  } catch (error) {
    log.error({ ...fields, err: error }, 'job failed');
    if (error instanceof ZodError) throw new UnrecoverableError('the payload does not fit');
    throw error;
  }
};
