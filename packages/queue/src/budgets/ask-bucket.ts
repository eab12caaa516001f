import type { RedisClient } from '../connection/connect-redis.ts';
import { defineScript, runScript } from '../connection/run-script.ts';
import type { Bucket, Taken, Want } from './bucket.ts';

/**
 * `takeTokens` for all processes, on the clock of Redis. What lies there is the time at which the bucket is full again. The
 * asker's own knowledge counts too: a Redis that lost everything learns from the first who asks that the bucket is not full.
 */
const askBucket = defineScript(`
local now, interval, capacity, known = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local stored = (tonumber(redis.call('GET', KEYS[1])) or 0) - now
local lack = math.min(math.max(0, known, stored), capacity * interval)
local answer, taken = {}, 0
for i = 5, #ARGV, 2 do
  local left = math.floor(capacity - lack / interval - tonumber(ARGV[i + 1]))
  local granted = math.max(0, math.min(tonumber(ARGV[i]), left))
  lack = lack + granted * interval
  taken = taken + granted
  answer[#answer + 1] = granted
end
if taken > 0 then
  redis.call('SET', KEYS[1], string.format('%.17g', now + lack), 'PX', math.ceil(lack) + 1)
end
answer[#answer + 1] = string.format('%.17g', lack)
return answer
`);

export interface AskBucket {
  key: string;
  bucket: Bucket;
  /** What the asker knows the bucket to lack at least. */
  lackMs: number;
  wants: readonly Want[];
  /** The time, ms, instead of the server's own: for tests that set it. */
  nowMs?: number;
}

/** Takes tokens from a bucket in Redis, in one round trip. Rejects when Redis is away. */
export const askSharedBucket = async (redis: RedisClient, input: AskBucket): Promise<Taken> => {
  const { key, bucket, lackMs, wants, nowMs } = input;
  const reply = await runScript(redis, {
    script: askBucket,
    keys: [key],
    args: [
      nowMs ?? '',
      bucket.intervalMs,
      bucket.capacity,
      lackMs,
      ...wants.flatMap(({ count, kept }) => [count, kept]),
    ],
  });
  if (!Array.isArray(reply)) throw new Error('the script of a budget answered no list');
  return { granted: reply.slice(0, -1).map(Number), lackMs: Number(reply.at(-1)) };
};
