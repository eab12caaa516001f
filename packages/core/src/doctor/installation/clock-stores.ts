import type { AdminContext } from '../../admin/admin-context.ts';
import { defineCheck, type Opinion, ok } from '../check.ts';
import { judgeSkew } from '../judge-skew.ts';

interface Facts {
  /** Theirs minus ours, milliseconds; null: not reached. */
  mysqlMs: number;
  redisMs: number | null;
}

/** Leases are on the database's clock, what is due on ours. */
const limits = { warnMs: 2_000, brokenMs: 60_000 };

export const clockStores = defineCheck({
  name: 'clock.stores',
  means:
    'Leases run on the clock of MySQL and due times on that of api and worker: apart, work starts late or twice as often as it should.',
  cure: 'Synchronise the clocks of all machines (NTP).',
  gather: async ({ vitals, now }: AdminContext): Promise<Facts> => {
    // The first statement may open a connection, which takes longer than the answer.
    await vitals.mysqlClock();
    const before = now().getTime();
    const theirs = (await vitals.mysqlClock()).getTime();
    const mysqlMs = theirs - (before + now().getTime()) / 2;
    const redis = await vitals.redis();
    return { mysqlMs, redisMs: redis.reached ? redis.timeMs - now().getTime() : null };
  },
  judge: ({ mysqlMs, redisMs }: Facts): Opinion[] => {
    const skews = [
      { subject: 'the clock of MySQL', skewMs: mysqlMs },
      ...(redisMs === null ? [] : [{ subject: 'the clock of Redis', skewMs: redisMs }]),
    ];
    const wrong = skews.flatMap((skew) => judgeSkew({ ...skew, ...limits, consequence: '' }) ?? []);
    return wrong.length > 0 ? wrong : [ok('the clocks of the stores', 'The same as that of the api.')];
  },
});
