import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@tandem/schemas';

/** What the subscriptions of one process share. */
export interface Subscriptions {
  /** Counts one in; what is answered counts it out. AppError `too_many_requests`. */
  enter(key: string): () => void;
  /** How many are open. */
  readonly open: number;
  /** Aborted when the process drains: its subscriptions are cut, and their clients go on at another one. */
  stopping: AbortSignal;
  /** At most so often is the store asked for one subscription, and its key looked up again. */
  lookEveryMs: number;
  /** Rejects with an AbortError when `signal` is aborted. */
  wait(delayMs: number, signal: AbortSignal): Promise<void>;
}

interface SubscriptionsInput {
  stopping: AbortSignal;
  lookEveryMs?: number;
  perKeyMax?: number;
  /** Each costs three small reads a look. */
  perProcessMax?: number;
  wait?: Subscriptions['wait'];
}

/** Bounds how many subscriptions one key, and all of them, hold open in this process. */
export function createSubscriptions(input: SubscriptionsInput): Subscriptions {
  const { stopping, lookEveryMs = 500, perKeyMax = 20, perProcessMax = 200 } = input;
  const openByKey = new Map<string, number>();
  let open = 0;
  return {
    stopping,
    lookEveryMs,
    wait: input.wait ?? ((delayMs, signal) => sleep(delayMs, undefined, { signal })),
    get open() {
      return open;
    },
    enter: (key) => {
      const ofKey = openByKey.get(key) ?? 0;
      if (ofKey >= perKeyMax) throw full(`This key has ${perKeyMax} subscriptions open: end one first.`);
      if (open >= perProcessMax) throw full('Too many subscriptions are open: try again later.');
      openByKey.set(key, ofKey + 1);
      open += 1;
      return () => {
        open -= 1;
        const left = (openByKey.get(key) ?? 1) - 1;
        if (left === 0) openByKey.delete(key);
        else openByKey.set(key, left);
      };
    },
  };
}

const full = (words: string): AppError => new AppError('too_many_requests', { public: words });
