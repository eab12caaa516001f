import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../contract/index.ts';
import { expectOk, readRetryAfterMs } from './expect-ok.ts';

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers,
  text: '',
  json: undefined,
});
const kindOf = (status: number, serverError: 'failed' | 'unknown-outcome') => {
  try {
    expectOk(answer(status), { label: 'host: GET /x', serverError });
    return 'ok';
  } catch (error) {
    return error instanceof UpstreamError ? error.kind : error;
  }
};

describe('an answer that is no success', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [301, 'rejected'],
    [400, 'rejected'],
    [401, 'unauthorized'],
    [402, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'rejected'],
    [408, 'failed'],
    [422, 'rejected'],
    [429, 'rate-limited'],
    [500, 'failed'],
    [503, 'failed'],
  ])('%i is %s', (status, kind) => expect(kindOf(status, 'failed')).toBe(kind));

  it('leaves a write in doubt when the server failed', () => {
    expect(kindOf(500, 'unknown-outcome')).toBe('unknown-outcome');
    expect(kindOf(502, 'unknown-outcome')).toBe('unknown-outcome');
    expect(kindOf(429, 'unknown-outcome')).toBe('rate-limited');
  });
});

describe('the wait an answer asks for', () => {
  const date = 'Wed, 15 Jul 2026 10:00:00 GMT';
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Wed, 15 Jul 2026 10:01:00 GMT', date }, 60_000],
    [{ 'retry-after': 'Wed, 15 Jul 2026 09:59:00 GMT', date }, null],
    [{ 'retry-after': 'Wed, 15 Jul 2026 10:01:00 GMT' }, null],
    [{ 'ratelimit-reset': '12' }, 12_000],
    [{ 'ratelimit-reset': String(Date.parse(date) / 1_000 + 5), date }, 5_000],
    [{ 'retry-after': 'soon', 'ratelimit-reset': '3' }, 3_000],
    [{ 'retry-after': '-1' }, null],
    [{ 'retry-after': '999999' }, 86_400_000],
    [{}, null],
  ])('%j is %s ms', (headers, waitMs) => expect(readRetryAfterMs({ headers })).toBe(waitMs));
});
