import type { TenantId } from '@tandem/schemas';
import type { RedisClient } from '../connection/connect-redis.ts';
import { defineScript, runScript } from '../connection/run-script.ts';

/**
 * The entries of a tenant lie in one hash: `rev`, the revision all of them are of; `at`, when (ms, clock of Redis)
 * MySQL was last known to be at that revision; and a field for each entry. A newer revision empties the hash, an
 * older one is refused, so a slow reader cannot put an old value back. Housekeeping ends it an hour after the last
 * write.
 */
const ttlS = 3600;

const hashKey = (prefix: string, tenantId: string): string => `{${prefix}-tenant-${tenantId}}:cache`;

const nowMs = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** Empties the hash when it is of an older revision; answers 0 when it is of a newer one. */
const reachRevision = `
local rev = tonumber(redis.call('HGET', KEYS[1], 'rev') or '-1')
if tonumber(ARGV[1]) < rev then return 0 end
if tonumber(ARGV[1]) > rev then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'rev', ARGV[1], 'at', 0)
end
redis.call('EXPIRE', KEYS[1], ${ttlS})
`;

const raiseScript = defineScript(`${reachRevision} return 1`);

const writeScript = defineScript(`${reachRevision} ${nowMs}
local at = now - tonumber(ARGV[2])
if at > tonumber(redis.call('HGET', KEYS[1], 'at')) then redis.call('HSET', KEYS[1], 'at', string.format('%.0f', at)) end
if ARGV[3] then redis.call('HSET', KEYS[1], ARGV[3], ARGV[4]) end
return 1
`);

const readScript = defineScript(`
local found = redis.call('HMGET', KEYS[1], 'rev', 'at', ARGV[1])
if not (found[1] and found[2] and found[3]) then return nil end
${nowMs}
return { found[1], tostring(now - tonumber(found[2])), found[3] }
`);

export interface TenantPlace {
  prefix: string;
  tenantId: TenantId;
}

/** Lets nothing older than `revision` be read or written from now on. */
export const raiseRevision = (
  redis: RedisClient,
  input: TenantPlace & { revision: number },
): Promise<unknown> =>
  runScript(redis, {
    script: raiseScript,
    keys: [hashKey(input.prefix, input.tenantId)],
    args: [input.revision],
  });

export interface SharedEntry {
  version: number;
  /** How long ago MySQL was known to be at this version. */
  ageMs: number;
  json: string;
}

/** Null when there is none. Rejects when Redis is away. */
export const readShared = async (
  redis: RedisClient,
  input: TenantPlace & { field: string },
): Promise<SharedEntry | null> => {
  const reply = await runScript(redis, {
    script: readScript,
    keys: [hashKey(input.prefix, input.tenantId)],
    args: [input.field],
  });
  if (!Array.isArray(reply)) return null;
  const [version, ageMs, json] = reply.map(String);
  return json === undefined ? null : { version: Number(version), ageMs: Number(ageMs), json };
};

/** Rejects when Redis is away. */
export const hasShared = async (
  redis: RedisClient,
  input: TenantPlace & { field: string },
): Promise<boolean> => (await redis.hexists(hashKey(input.prefix, input.tenantId), input.field)) === 1;

/** Stores the entry unless Redis knows of a newer revision; without `entry`, confirms the version only. */
export const writeShared = (
  redis: RedisClient,
  input: TenantPlace & { version: number; ageMs: number; entry?: { field: string; json: string } },
): Promise<unknown> =>
  runScript(redis, {
    script: writeScript,
    keys: [hashKey(input.prefix, input.tenantId)],
    args: [input.version, input.ageMs, ...(input.entry ? [input.entry.field, input.entry.json] : [])],
  });

const ownerKey = (prefix: string, field: string): string => `${prefix}-owner-${field}`;

/** Whose entry it is, for keys that do not tell. A wrong answer is harmless: that tenant's hash does not have it. */
export const readOwner = (
  redis: RedisClient,
  input: { prefix: string; field: string },
): Promise<string | null> => redis.get(ownerKey(input.prefix, input.field));

export const writeOwner = (redis: RedisClient, input: TenantPlace & { field: string }): Promise<unknown> =>
  redis.set(ownerKey(input.prefix, input.field), input.tenantId, 'EX', ttlS);
