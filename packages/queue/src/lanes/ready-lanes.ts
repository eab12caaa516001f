import type { RedisLink } from '../connection/connect-redis.ts';

/** Puts lanes among those that wait for a worker; one that waits keeps its place. Rejects when Redis is away. */
export const makeReady = async (
  redis: RedisLink,
  { key, ids }: { key: string; ids: readonly string[] },
): Promise<void> => {
  const now = Date.now();
  await redis.hot.zadd(key, 'NX', ...ids.flatMap((id) => [now, id]));
};

/** How many lanes wait for a worker, and since when the first of them does (milliseconds since 1970; null: none). */
export const viewReady = async (
  redis: RedisLink,
  key: string,
): Promise<{ count: number; sinceMs: number | null }> => {
  const [count, [, sinceMs]] = await Promise.all([
    redis.hot.zcard(key),
    redis.hot.zrange(key, 0, '0', 'WITHSCORES'),
  ]);
  return { count, sinceMs: sinceMs === undefined ? null : Number(sinceMs) };
};
