import type { QueueLog } from '../log.ts';

interface PollingInput {
  poll: () => Promise<void>;
  /** Mean pause, ± 20 %. */
  everyMs: number;
  random: () => number;
  log: QueueLog;
}

export interface Polling {
  /** Polls at once, or again right after the poll in progress. */
  now: () => void;
  stop: () => void;
}

/** Polls now and then for ever, one at a time. A poll that fails is logged once until one succeeds. */
export const startPolling = ({ poll, everyMs, random, log }: PollingInput): Polling => {
  let timer: NodeJS.Timeout | undefined;
  let polling = false;
  let again = false;
  let stopped = false;
  let failing = false;

  const run = async () => {
    clearTimeout(timer);
    if (stopped) return;
    if (polling) {
      again = true;
      return;
    }
    polling = true;
    try {
      await poll();
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'the feed of tenant changes failed');
      failing = true;
    }
    polling = false;
    const pauseMs = again && !failing ? 0 : everyMs * (0.8 + 0.4 * random());
    again = false;
    if (!stopped) timer = setTimeout(start, pauseMs).unref();
  };
  const start = () => {
    run().catch(() => {});
  };
  start();
  return {
    now: start,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
