import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RedisLink } from '../connection/connect-redis.ts';

/** Counts by key; a key's window begins with its first count. */
export interface Counter {
  /** The count with these (1 when not given), and when the window ends. Never rejects. */
  add(key: string, points?: number): Promise<{ count: number; resetMs: number }>;
  /** Takes one back. */
  giveBack(key: string): void;
}

interface CounterInput {
  keyPrefix: string;
  durationS: number;
}

/** Counts in Redis for all processes, and in memory for this one while Redis is away. */
export const openCounter = (redis: RedisLink, { keyPrefix, durationS }: CounterInput): Counter => {
  const options = { keyPrefix, duration: durationS, points: Number.MAX_SAFE_INTEGER };
  const local = new RateLimiterMemory(options);
  const shared = new RateLimiterRedis({ ...options, storeClient: redis.hot, insuranceLimiter: local });
  const current = () => (redis.health.up ? shared : local);
  return {
    add: async (key, points = 1) => {
      const { consumedPoints, msBeforeNext } = await current().consume(key, points);
      return { count: consumedPoints, resetMs: Math.max(0, msBeforeNext) };
    },
    giveBack: (key) => {
      current()
        .reward(key)
        .catch(() => {});
    },
  };
};
