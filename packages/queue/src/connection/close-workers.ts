import type { Worker } from 'bullmq';
import type { OwnConnection } from './connect-redis.ts';

interface CloseWorkersInput {
  workers: Worker[];
  /** The connection the workers were given: theirs alone. */
  connection: OwnConnection;
  /** Resolves when the work in progress is done. */
  idle: () => Promise<void>;
}

const reportTimeoutMs = 1500;

/**
 * Stops taking jobs, lets the work in progress end, then gives BullMQ a moment to report it. A worker whose Redis
 * is away cannot close politely (its commands wait for Redis): it is cut off, and the stall check frees its jobs.
 */
export const closeWorkers = async ({ workers, connection, idle }: CloseWorkersInput): Promise<void> => {
  await Promise.all(workers.map((worker) => worker.pause(true)));
  await idle();
  const away = connection.client.status !== 'ready';
  await atMost(reportTimeoutMs, Promise.allSettled(workers.map((worker) => worker.close(away))));
  // A worker may have been handed one more job just before it was paused.
  await idle();
  connection.close();
};

const atMost = async (timeoutMs: number, work: Promise<unknown>): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([work, promise]);
  clearTimeout(timer);
};
