import { array, assert, boolean, integer, nat, property, record, tuple } from 'fast-check';
import { expect, it } from 'vitest';
import { mostInAMinute } from '../../test/most-in-a-minute.ts';
import { bucketFor, shareOf, takeTokens, tokenLifeMs, untilNextMs } from './bucket.ts';

const limits = integer({ min: 1, max: 400 });
const burstShares = nat(60).map((percent) => percent / 100);
/** How a token is spent: at the end of its life or at once, on the fast way or on the slow one. */
const ask = record({
  afterMs: integer({ min: 0, max: 9_000 }),
  count: nat(300),
  isLate: boolean(),
  isSlow: boolean(),
});

it('lets no more than the limit through in any minute, however it is asked and however late its tokens are spent', () =>
  assert(
    property(limits, burstShares, array(ask, { maxLength: 60 }), (limit, burstShare, asks) => {
      const bucket = bucketFor(limit, burstShare);
      const arrivalsMs: number[] = [];
      let [nowMs, lackMs] = [0, 0];
      for (const { afterMs, count, isLate, isSlow } of asks) {
        nowMs += afterMs;
        const taken = takeTokens(bucket, { lackMs: lackMs - afterMs, wants: [{ count, kept: 0 }] });
        lackMs = taken.lackMs;
        const arrivesMs = nowMs + (isLate ? tokenLifeMs : 0) + (isSlow ? 2_000 : 0);
        for (let index = 0; index < (taken.granted[0] ?? 0); index += 1) arrivalsMs.push(arrivesMs);
      }
      expect(mostInAMinute(arrivalsMs)).toBeLessThanOrEqual(limit);
    }),
    { seed: 1, numRuns: 400 },
  ));

it('lets nine tenths of a large limit through when it is asked all the time', () => {
  for (const limit of [600, 3_000, 100_000]) {
    const bucket = bucketFor(limit, 0.05);
    expect(60_000 / bucket.intervalMs).toBeGreaterThan(limit * 0.9);
  }
});

it('serves the urgent first and leaves them what others must keep', () =>
  assert(
    property(
      limits,
      tuple(nat(50), nat(50), nat(50)),
      nat(60_000),
      (limit, [urgent, others, kept], lackMs) => {
        const bucket = bucketFor(limit, 0.2);
        const full = takeTokens(bucket, { lackMs, wants: [{ count: 1_000, kept: 0 }] }).granted[0] ?? 0;
        const { granted } = takeTokens(bucket, {
          lackMs,
          wants: [
            { count: urgent, kept: 0 },
            { count: others, kept },
          ],
        });
        expect(granted[0]).toBe(Math.min(urgent, full));
        expect(granted[1]).toBeLessThanOrEqual(Math.max(0, full - (granted[0] ?? 0) - kept));
      },
    ),
    { seed: 2 },
  ));

it('tells when the next token is there', () => {
  const bucket = { capacity: 10, intervalMs: 100 };
  const { lackMs } = takeTokens(bucket, { lackMs: 0, wants: [{ count: 10, kept: 0 }] });
  expect(untilNextMs(bucket, lackMs, 0)).toBe(100);
  expect(untilNextMs(bucket, lackMs, 5)).toBe(600);
  expect(untilNextMs(bucket, 0, 5)).toBe(0);
});

it('is the same bucket in as many parts', () => {
  expect(shareOf({ capacity: 100, intervalMs: 10 }, 4)).toEqual({ capacity: 25, intervalMs: 40 });
});
