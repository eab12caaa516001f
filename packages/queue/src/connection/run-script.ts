import { createHash } from 'node:crypto';
import type { RedisClient } from './connect-redis.ts';

/** A Lua script, sent by its hash and in full only to a server that does not know it yet. */
export interface RedisScript {
  readonly sha: string;
  readonly lua: string;
}

export const defineScript = (lua: string): RedisScript => ({
  lua,
  sha: createHash('sha1').update(lua).digest('hex'),
});

export interface RunScriptInput {
  script: RedisScript;
  keys: readonly string[];
  args: readonly (string | number)[];
}

/** Runs the script and answers its reply as Redis gave it. Rejects when Redis is away. */
export const runScript = async (redis: RedisClient, input: RunScriptInput): Promise<unknown> => {
  const { script, keys, args } = input;
  try {
    return await redis.evalsha(script.sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return redis.eval(script.lua, keys.length, ...keys, ...args);
  }
};
