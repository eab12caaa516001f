import { randomBytes } from 'node:crypto';
import { connectRedis, type RedisLink } from '../src/index.ts';
import type { QueueLog } from '../src/log.ts';
import { until } from './until.ts';

/** A link to the Redis of the environment, or to the one given, once it is up. */
export const linkToRedis = async (url = process.env.REDIS_URL, log?: QueueLog): Promise<RedisLink> => {
  if (url === undefined) throw new Error('REDIS_URL names the Redis the tests may use');
  const redis = connectRedis({ url, ...(log ? { log } : {}) });
  await until(() => redis.health.up);
  return redis;
};

/** A key prefix no other test uses. */
export const freshPrefix = (): string => `test-${randomBytes(8).toString('hex')}`;
