import { describe, expect, it } from 'vitest';
import { UpstreamError, type UpstreamErrorKind } from '../../../contract/index.ts';
import { planRetry } from './plan-retry.ts';

const waitAfter = (kind: UpstreamErrorKind, attempt: number, retryAfterMs?: number) =>
  planRetry({
    error: new UpstreamError(kind, 'x', retryAfterMs === undefined ? {} : { retryAfterMs }),
    attempt,
    attemptsMax: 4,
    random: 0,
  });

describe('a failed request of the cloud', () => {
  it.each([
    ['unreachable', 1, undefined, 1_000],
    ['timeout', 2, undefined, 2_000],
    ['failed', 3, undefined, 3_000],
    ['rate-limited', 1, 6_000, 6_000],
    ['failed', 4, undefined, null],
    ['rate-limited', 1, 120_000, null],
    ['unauthorized', 1, undefined, null],
    ['rejected', 1, undefined, null],
    ['malformed', 1, undefined, null],
    ['unknown-outcome', 1, undefined, null],
  ] as const)('%s, attempt %i, asked to wait %s ms: goes again after %s', (kind, attempt, asked, waitMs) => {
    expect(waitAfter(kind, attempt, asked)).toBe(waitMs);
  });

  it('waits a little longer by chance, never shorter', () => {
    const error = new UpstreamError('rate-limited', 'x', { retryAfterMs: 1_000 });
    expect(planRetry({ error, attempt: 1, attemptsMax: 4, random: 1 })).toBe(1_200);
  });

  it('that is no upstream’s doing is not repeated', () => {
    expect(planRetry({ error: new Error('ours'), attempt: 1, attemptsMax: 4, random: 0 })).toBeNull();
  });
});
