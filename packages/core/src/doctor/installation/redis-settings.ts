import type { RedisVitals } from '@tandem/queue';
import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, CannotLook, defineCheck, type Opinion, ok, skipped, warn } from '../check.ts';

type Facts = Extract<RedisVitals, { reached: true }>;

const subject = 'Redis settings';
const fullShare = 0.9;

export const redisSettings = defineCheck({
  name: 'redis.settings',
  means:
    'BullMQ needs a Redis that never evicts: it would lose jobs and locks at random. Persistence is not needed.',
  cure: 'Set `maxmemory-policy noeviction` and enough `maxmemory`.',
  gather: async ({ vitals }: AdminContext): Promise<Facts> => {
    const found = await vitals.redis();
    if (!found.reached) throw new CannotLook('Redis does not answer.');
    return found;
  },
  judge: ({ maxmemoryPolicy, memory }: Facts): Opinion => {
    const { used, max } = memory;
    const cure = 'CONFIG SET maxmemory-policy noeviction, and in the configuration.';
    if (maxmemoryPolicy === null) return skipped(subject, 'The server does not tell its maxmemory-policy.');
    if (maxmemoryPolicy !== 'noeviction') {
      const message = `maxmemory-policy is ${maxmemoryPolicy}: jobs and locks vanish when it is full.`;
      if (max > 0) return broken(subject, message, cure);
      return warn(subject, `${message} No maxmemory is set yet.`, cure);
    }
    if (max > 0 && used > max * fullShare) {
      const message = `${Math.round((used / max) * 100)} % of maxmemory is used; when it is full, writes fail.`;
      return warn(subject, message, 'Raise maxmemory, or find out who else keeps data there.');
    }
    return ok(subject, 'It evicts nothing.');
  },
});
