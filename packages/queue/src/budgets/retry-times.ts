import { LRUCache } from 'lru-cache';

export interface RetryTimes {
  /** How long the tenant's next refused request is to stay away, ms. */
  next(tenantId: string): number;
}

/** So many turns later at the latest: what was in the way may be gone. */
const awayMaxMs = 20_000;
const awayMinMs = 100;

/** Spreads those of a tenant who were refused over the turns it will get, `gapMs` apart, so that they do not all come again at once. */
export const createRetryTimes = (input: { nowMs(): number; gapMs(): number }): RetryTimes => {
  const bookedUntilMs = new LRUCache<string, number>({ max: 1_000 });
  return {
    next: (tenantId) => {
      const now = input.nowMs();
      const from = Math.max(bookedUntilMs.get(tenantId) ?? 0, now);
      const at = Math.min(from + input.gapMs(), now + awayMaxMs);
      bookedUntilMs.set(tenantId, at);
      return Math.max(awayMinMs, Math.ceil(at - now));
    },
  };
};
