import { array, assert, asyncProperty, boolean, constantFrom, integer, nat, record } from 'fast-check';
import { expect, it } from 'vitest';
import { mostInAMinute } from '../../test/most-in-a-minute.ts';
import { simulateTime } from '../../test/simulated-time.ts';
import { bucketFor, takeTokens } from './bucket.ts';
import { createScopeBudget } from './create-scope-budget.ts';
import { openBucket } from './open-bucket.ts';

const step = record({
  afterMs: integer({ min: 1, max: 900 }),
  process: nat(3),
  tenant: nat(3),
  count: nat(30),
  need: constantFrom('new' as const, 'follow-up' as const),
  isLate: boolean(),
  isRedisUp: integer({ min: 0, max: 9 }).map((chance) => chance > 0),
});

it('is never exceeded in any minute by all processes together, with Redis and without', () =>
  assert(
    asyncProperty(
      integer({ min: 20, max: 80 }),
      array(step, { minLength: 60, maxLength: 160 }),
      async (limit, steps) => {
        const time = simulateTime();
        const bucket = bucketFor(limit, 0.4);
        const spentAtMs: number[] = [];
        const redis = { isUp: true, fullAtMs: 0 };
        const processes = Array.from({ length: 4 }, () =>
          createScopeBudget({
            bucket,
            source: openBucket({
              bucket,
              isRedisUp: () => redis.isUp,
              askShared: async ({ lackMs, wants }) => {
                const stored = redis.fullAtMs - time.nowMs();
                const taken = takeTokens(bucket, { lackMs: Math.max(lackMs, stored), wants });
                redis.fullAtMs = time.nowMs() + taken.lackMs;
                return taken;
              },
              processes: () => 4,
              nowMs: time.nowMs,
            }),
            processes: () => 4,
            nowMs: time.nowMs,
            later: time.later,
            onOutcome: () => {},
          }),
        );
        for (const { afterMs, process, tenant, count, need, isLate, isRedisUp } of steps) {
          redis.isUp = isRedisUp;
          for (let index = 0; index < count; index += 1) {
            void processes[process]?.take({ tenantId: `${tenant}`, need }).then((verdict) => {
              if (!verdict.granted) return;
              const spend = () => verdict.isFresh() && spentAtMs.push(time.nowMs());
              if (isLate) time.later(990, spend);
              else spend();
            });
          }
          await time.pass(afterMs);
        }
        await time.pass(2_000);
        expect(mostInAMinute(spentAtMs)).toBeLessThanOrEqual(limit);
      },
    ),
    { seed: 3, numRuns: 60 },
  ));
