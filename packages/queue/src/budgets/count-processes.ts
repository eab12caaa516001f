import { randomBytes } from 'node:crypto';
import type { RedisLink } from '../connection/connect-redis.ts';
import { defineScript, runScript } from '../connection/run-script.ts';

export interface ProcessCount {
  /** How many processes spent of budgets lately, as last heard; at least 1. */
  readonly known: number;
  /** Says that this one does. Costs nothing most of the time. */
  note(): void;
}

const everyMs = 10_000;
const forgottenAfterMs = 30_000;
/** For a process that never reached Redis. */
const guess = 4;

const register = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
`);

/** Counts the processes that spend, so that each knows its share when Redis is away. */
export const countProcesses = (
  redis: RedisLink,
  input: { prefix: string; nowMs: () => number },
): ProcessCount => {
  const id = randomBytes(9).toString('base64url');
  let known = guess;
  let notedAtMs = Number.NEGATIVE_INFINITY;
  const tell = async (): Promise<void> => {
    const command = {
      script: register,
      keys: [`${input.prefix}-budget-processes`],
      args: [id, forgottenAfterMs],
    };
    known = Math.max(1, Number(await runScript(redis.hot, command)));
  };
  return {
    get known() {
      return known;
    },
    note: () => {
      const now = input.nowMs();
      if (now - notedAtMs < everyMs || !redis.health.up) return;
      notedAtMs = now;
      tell().catch(() => {
        notedAtMs = Number.NEGATIVE_INFINITY;
      });
    },
  };
};
