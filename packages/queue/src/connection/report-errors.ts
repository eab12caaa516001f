import type { QueueLog } from '../log.ts';
import type { RedisHealth } from './connect-redis.ts';

interface ReportErrorsInput {
  health: RedisHealth;
  log: QueueLog;
}

const quietMs = 10_000;

/**
 * Makes a listener that logs what workers complain about while Redis is up, at most one line in 10 s: after a FLUSHALL every job at work
 * says that its key is gone, and no job's end depends on that. The outage itself is logged by the link.
 */
export const reportErrors = ({ health, log }: ReportErrorsInput): ((error: Error) => void) => {
  let quiet = false;
  return (error) => {
    if (quiet || !health.up) return;
    quiet = true;
    setTimeout(() => {
      quiet = false;
    }, quietMs).unref();
    log.warn({ reason: error.message }, 'a worker could not use Redis and goes on');
  };
};
