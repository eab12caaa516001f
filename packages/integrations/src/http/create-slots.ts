import { UpstreamError } from '../contract/index.ts';

/** A place among those who may do something at once; gives it back. */
export type Release = () => void;

export interface Slots {
  /** Waits for a free place; `timeout` when there is none in time. */
  take(label: string): Promise<Release>;
}

/** At most `max` at once; those who wait get on in the order in which they came. */
export function createSlots({ max, waitMs }: { max: number; waitMs: number }): Slots {
  const waiting = new Set<() => void>();
  let taken = 0;

  function occupy(): Release {
    taken += 1;
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      taken -= 1;
      const [next] = waiting;
      next?.();
    };
  }

  return {
    take(label) {
      if (taken < max) return Promise.resolve(occupy());
      return new Promise((resolve, reject) => {
        const getOn = () => {
          leave();
          resolve(occupy());
        };
        const timer = setTimeout(() => {
          leave();
          reject(new UpstreamError('timeout', `${label}: ${max} others at once, no place in ${waitMs} ms`));
        }, waitMs);
        const leave = () => {
          clearTimeout(timer);
          waiting.delete(getOn);
        };
        waiting.add(getOn);
      });
    },
  };
}
