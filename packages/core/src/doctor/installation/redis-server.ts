import type { RedisVitals } from '@tandem/queue';
import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok } from '../check.ts';

interface Facts {
  vitals: RedisVitals;
  /** `REDIS_CLUSTER`. */
  isClusterExpected: boolean;
}

const subject = 'Redis';
const majorMin = 7;

export const redisServer = defineCheck({
  name: 'redis.server',
  means:
    'Without Redis nothing is lost, but work goes on by polling, budgets are guessed and changes are live only after half a minute.',
  cure: 'Start it, correct `REDIS_URL`, connect to the primary, or set `REDIS_CLUSTER` as the server is.',
  gather: async ({ vitals }: AdminContext): Promise<Facts> => ({
    vitals: await vitals.redis(),
    isClusterExpected: vitals.isRedisCluster,
  }),
  judge: ({ vitals, isClusterExpected }: Facts): Opinion => {
    if (!vitals.reached) {
      const message = `It cannot be used: ${vitals.reason}. Nothing is lost, work goes on by polling.`;
      return broken(subject, message, 'Start the server, or correct REDIS_URL and restart api and worker.');
    }
    if (vitals.isCluster !== isClusterExpected) {
      const [is, set] = vitals.isCluster ? ['a cluster', 'true'] : ['no cluster', 'false'];
      const cure = `Set REDIS_CLUSTER=${set} and restart api and worker.`;
      return broken(subject, `It is ${is}, and REDIS_CLUSTER says otherwise.`, cure);
    }
    if (vitals.role === 'replica') {
      return broken(subject, 'It is a replica, which takes no writes.', 'Let REDIS_URL name the primary.');
    }
    if (Number.parseInt(vitals.version, 10) < majorMin) {
      return broken(
        subject,
        `${vitals.version} is older than what is supported, and knows no BZMPOP: no lane is waked, only the sweep finds work.`,
        'Upgrade to Redis 7 or Valkey.',
      );
    }
    return ok(subject, `${vitals.version}, ${vitals.isCluster ? 'a cluster' : 'one server'}.`);
  },
});
