import { UpstreamError, type Visit } from '../contract/index.ts';
import type { Http, HttpResponse } from '../http/index.ts';
import { whyUnreached } from './why-unreached.ts';

const timeoutMs = 5_000;

/** One GET without credentials. What keeps it from being answered is part of the answer; never rejects for it. */
export async function visit(
  http: Http,
  input: { url: string; isExpected(response: HttpResponse): boolean },
): Promise<Visit> {
  const { url, isExpected } = input;
  try {
    const headers = { accept: 'application/json' };
    const response = await http.request({ method: 'GET', url, headers, timeoutMs, write: false });
    const dateMs = Date.parse(response.headers.date ?? '');
    return {
      reached: true,
      status: response.status,
      dateMs: Number.isNaN(dateMs) ? null : dateMs,
      redirectsTo: redirectOf(response, url),
      isExpected: isExpected(response),
    };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { reached: false, ...whyUnreached(error) };
  }
}

function redirectOf({ status, headers }: HttpResponse, from: string): string | null {
  if (status < 300 || status >= 400 || headers.location === undefined) return null;
  return URL.parse(headers.location, from)?.origin ?? null;
}
