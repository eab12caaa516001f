import { UpstreamError, type UpstreamErrorKind } from '@tandem/integrations/contract';
import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, startMs } from '../../test/heard-message.ts';
import { planChannelRetry, planEngineRetry, type RetryPlan } from './plan-retry.ts';

const error = (kind: UpstreamErrorKind, retryAfterMs?: number) =>
  new UpstreamError(kind, 'host: POST /messages', retryAfterMs === undefined ? {} : { retryAfterMs });

const engine = (more: Partial<Parameters<typeof planEngineRetry>[0]> = {}): RetryPlan =>
  planEngineRetry({
    error: error('failed'),
    attempts: 1,
    now: at(0),
    deadline: at(75_000),
    random: 0.5,
    ...more,
  });
const channel = (more: Partial<Parameters<typeof planEngineRetry>[0]> = {}): RetryPlan =>
  planChannelRetry({
    error: error('failed'),
    attempts: 1,
    now: at(0),
    deadline: at(1_800_000),
    random: 0.5,
    ...more,
  });

const gapMs = (plan: RetryPlan) => (plan.retry ? plan.at.getTime() - startMs : null);
const reason = (plan: RetryPlan) => (plan.retry ? null : plan.reason);
const random = double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('attempts at the engine', () => {
  it('are made 0, 1, 3, 8, 20 and 45 s after the first, and no more', () => {
    const offsets = [0];
    for (let attempts = 1; ; attempts += 1) {
      const gap = gapMs(engine({ attempts }));
      if (gap === null) break;
      offsets.push((offsets.at(-1) ?? 0) + gap / 1_000);
    }
    expect(offsets).toEqual([0, 1, 3, 8, 20, 45]);
    expect(reason(engine({ attempts: 6 }))).toBe('no success after 6 attempts; last: failed');
  });

  it('stray by at most a fifth', () =>
    assert(
      property(integer({ min: 1, max: 5 }), random, (attempts, chance) => {
        const wanted = [1_000, 2_000, 5_000, 12_000, 25_000][attempts - 1] ?? 0;
        const gap = gapMs(engine({ attempts, random: chance })) ?? 0;
        expect(gap).toBeGreaterThanOrEqual(wanted * 0.8 - 1);
        expect(gap).toBeLessThanOrEqual(wanted * 1.2);
      }),
      { seed: 5 },
    ));

  it('end at the deadline', () => {
    expect(gapMs(engine({ deadline: at(1_000) }))).toBe(1_000);
    expect(reason(engine({ deadline: at(999) }))).toBe('no success before the deadline; last: failed');
  });
});

describe('attempts at the channel', () => {
  it('go on with gaps that double up to two minutes', () => {
    const gaps = Array.from({ length: 9 }, (_, index) => gapMs(channel({ attempts: index + 1 })));
    expect(gaps).toEqual([1, 2, 4, 8, 16, 32, 64, 120, 120].map((s) => s * 1_000));
    expect(gapMs(channel({ attempts: 1_000_000 }))).toBe(120_000);
  });

  it('stray by at most a fifth and end at the deadline', () => {
    expect([0, 0.999_999].map((chance) => gapMs(channel({ random: chance })))).toEqual([800, 1_199]);
    expect(reason(channel({ deadline: at(999) }))).toBe('no success before the deadline; last: failed');
  });
});

describe.each([
  ['engine', engine],
  ['channel', channel],
])('a failure at the %s', (_name, plan) => {
  it.each<UpstreamErrorKind>(['unauthorized', 'rejected', 'malformed'])('that is %s dies at once', (kind) =>
    expect(plan({ error: error(kind) })).toEqual({ retry: false, reason: `${kind}: host: POST /messages` }),
  );

  it.each<UpstreamErrorKind>(['unreachable', 'timeout', 'failed', 'unknown-outcome'])(
    'that is %s is tried again and counts',
    (kind) => expect(plan({ error: error(kind) })).toEqual({ retry: true, at: at(1_000), counted: true }),
  );

  it('that is a wait asked for is waited for, never less, and is no attempt', () => {
    const error429 = error('rate-limited', 20_000);
    expect(plan({ error: error429, random: 0 })).toEqual({ retry: true, at: at(20_000), counted: false });
    expect(gapMs(plan({ error: error429, random: 0.999_999 }))).toBeLessThanOrEqual(24_000);
    expect(plan({ error: error429, random: 0, attempts: 6 })).toMatchObject({ retry: true, counted: false });
  });

  it('that is a wait without a time waits 5 s', () =>
    expect(gapMs(plan({ error: error('rate-limited'), random: 0 }))).toBe(5_000));

  it('that is a wait beyond the deadline dies', () =>
    expect(reason(plan({ error: error('rate-limited', 3_600_000), deadline: at(75_000) }))).toBe(
      'no success before the deadline; last: rate-limited',
    ));
});
