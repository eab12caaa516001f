import type { Worker } from 'bullmq';
import type { QueueLog } from '../log.ts';
import type { RedisHealth } from './connect-redis.ts';

interface ReportWorkerErrorsInput {
  workers: Worker[];
  health: RedisHealth;
  log: QueueLog;
}

const quietMs = 10_000;

/**
 * Logs what BullMQ complains about while Redis is up, at most one line in 10 s: after a FLUSHALL every job at work
 * says that its key is gone, and no job's end depends on that. The outage itself is logged by the link.
 */
export const reportWorkerErrors = ({ workers, health, log }: ReportWorkerErrorsInput): void => {
  let quiet = false;
  const report = (error: Error) => {
    if (quiet || !health.up) return;
    quiet = true;
    setTimeout(() => {
      quiet = false;
    }, quietMs).unref();
    log.warn({ reason: error.message }, 'bullmq worker');
  };
  for (const worker of workers) worker.on('error', report);
};
