import { array, assert, asyncProperty, integer, nat, record } from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { freshPrefix } from '../../test/dev-redis.ts';
import { endAll, openRedis } from '../../test/open-lanes.ts';
import { askSharedBucket } from './ask-bucket.ts';
import { bucketFor, takeTokens } from './bucket.ts';

afterEach(endAll);

const startMs = 1_700_000_000_000;

it('does in Redis what is proven of the bucket', async () => {
  const redis = await openRedis();
  const asks = array(record({ afterMs: nat(9_000), urgent: nat(40), others: nat(40), kept: nat(20) }), {
    maxLength: 25,
  });
  await assert(
    asyncProperty(integer({ min: 1, max: 400 }), asks, async (limit, all) => {
      const bucket = bucketFor(limit, 0.1);
      const key = freshPrefix();
      let [nowMs, lackMs] = [startMs, 0];
      for (const { afterMs, urgent, others, kept } of all) {
        nowMs += afterMs;
        const wants = [
          { count: urgent, kept: 0 },
          { count: others, kept },
        ];
        const expected = takeTokens(bucket, { lackMs: lackMs - afterMs, wants });
        const taken = await askSharedBucket(redis.hot, { key, bucket, lackMs: 0, wants, nowMs });
        lackMs = expected.lackMs;
        // A time in Redis has a fraction of a microsecond less than a number here.
        expect(Math.abs(taken.lackMs - expected.lackMs)).toBeLessThan(bucket.intervalMs + 1);
        if (taken.granted.join() !== expected.granted.join()) lackMs = taken.lackMs;
      }
      await redis.hot.del(key);
    }),
    { seed: 1, numRuns: 40 },
  );
});

it('goes by the clock of Redis, and forgets a bucket that is full again', async () => {
  const redis = await openRedis();
  const key = freshPrefix();
  const bucket = { capacity: 4, intervalMs: 20 };
  const ask = (count: number) =>
    askSharedBucket(redis.hot, { key, bucket, lackMs: 0, wants: [{ count, kept: 0 }] });
  expect((await ask(4)).granted).toEqual([4]);
  await expect.poll(async () => (await ask(1)).granted).toEqual([1]);
  await expect.poll(() => redis.hot.exists(key)).toBe(0);
});

it('learns from those who ask what it lost', async () => {
  const redis = await openRedis();
  const key = freshPrefix();
  const bucket = { capacity: 10, intervalMs: 1_000 };
  const wants = [{ count: 8, kept: 0 }];
  const first = await askSharedBucket(redis.hot, { key, bucket, lackMs: 0, wants, nowMs: startMs });
  await redis.hot.del(key);
  const again = { key, bucket, lackMs: first.lackMs, wants, nowMs: startMs };
  expect((await askSharedBucket(redis.hot, again)).granted).toEqual([2]);
});
