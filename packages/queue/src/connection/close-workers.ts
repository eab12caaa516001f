import type { Worker } from 'bullmq';
import type { RedisClient } from './connect-redis.ts';

interface CloseWorkersInput {
  workers: Worker[];
  /** The connection the workers were given: theirs alone. */
  connection: RedisClient;
  /** Resolves when the work in progress is done. */
  idle: () => Promise<void>;
}

const reportTimeoutMs = 1500;

/**
 * Stops taking jobs, lets the work in progress end, then gives BullMQ a moment to report it. A worker whose Redis
 * is away cannot close politely (its commands wait for Redis): it is cut off, and the stall check frees its jobs.
 */
export const closeWorkers = async ({ workers, connection, idle }: CloseWorkersInput): Promise<void> => {
  const polite = Promise.all(workers.map((worker) => worker.close()));
  polite.catch(() => {});
  if (connection.status === 'ready') await settled(polite, idle);
  else await idle();
  for (const worker of workers) worker.disconnect().catch(() => {});
  connection.disconnect();
};

const settled = async (polite: Promise<unknown>, idle: () => Promise<void>): Promise<void> => {
  await idle();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, reportTimeoutMs);
  await Promise.race([polite, promise]);
  clearTimeout(timer);
};
