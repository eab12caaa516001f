import { UpstreamError, type UpstreamErrorKind } from '../contract/index.ts';
import type { HttpResponse } from './http.ts';

export interface Expectation {
  /** What was asked for, for the message: host, method and path, never content or secrets. */
  label: string;
  /** What a 5xx means: `failed` where another attempt does no harm, `unknown-outcome` where it may double something. */
  serverError: 'failed' | 'unknown-outcome';
}

/** Returns a 2xx answer; any other becomes an `UpstreamError` with its status and, when told, the wait it asks for. */
export function expectOk(response: HttpResponse, expectation: Expectation): HttpResponse {
  if (response.status >= 200 && response.status < 300) return response;
  const retryAfterMs = readRetryAfterMs(response);
  throw new UpstreamError(kindOf(response.status, expectation), `${expectation.label}: ${response.status}`, {
    status: response.status,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

/** What an answer that is no 2xx means. Pure. */
export function kindOf(status: number, expectation: Pick<Expectation, 'serverError'>): UpstreamErrorKind {
  if (status === 429) return 'rate-limited';
  // 402 is a plan or quota that is used up: like a refused key, it takes a person and not time.
  if (status === 401 || status === 402 || status === 403) return 'unauthorized';
  // 408 and 425 say that the request was not carried out.
  if (status === 408 || status === 425) return 'failed';
  if (status >= 500) return expectation.serverError;
  return status < 300 ? 'malformed' : 'rejected';
}

/**
 * The wait an answer asks for: `Retry-After` (seconds or a date), else `RateLimit-Reset` (seconds, or a time in seconds
 * since 1970). Times are compared with the answer's own `Date`, so no clock is needed. Null when it does not say.
 */
export function readRetryAfterMs(response: Pick<HttpResponse, 'headers'>): number | null {
  const { headers } = response;
  const answeredAtMs = Date.parse(headers.date ?? '');
  return (
    waitMs(headers['retry-after'], answeredAtMs) ??
    waitMs(headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'], answeredAtMs)
  );
}

const epochSecondsMin = 1_000_000_000;
const waitMsMax = 24 * 3_600_000;

function waitMs(value: string | undefined, answeredAtMs: number): number | null {
  if (value === undefined || value.trim() === '') return null;
  const seconds = Number(value);
  let ms: number;
  if (Number.isFinite(seconds))
    ms = seconds < epochSecondsMin ? seconds * 1_000 : seconds * 1_000 - answeredAtMs;
  else ms = Date.parse(value) - answeredAtMs;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(Math.ceil(ms), waitMsMax) : null;
}
