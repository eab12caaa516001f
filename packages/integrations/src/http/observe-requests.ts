import { type RequestObserver, UpstreamError, type UpstreamName } from '../contract/index.ts';
import { kindOf } from './expect-ok.ts';
import type { HttpAndFiles, HttpResponse } from './http.ts';
import { parseUrl } from './parse-url.ts';

/** The way out under a provider's name: `observe` is told of each request that was written, or could not be. */
export function observeRequests(
  http: HttpAndFiles,
  input: { upstream: UpstreamName; observe: RequestObserver | undefined },
): HttpAndFiles {
  const { observe } = input;
  if (!observe) return http;
  const watch = async <Result>(
    upstream: UpstreamName,
    request: { method: string; url: string },
    work: () => Promise<Result>,
    statusOf: (result: Result) => number,
  ): Promise<Result> => {
    const startedAtMs = performance.now();
    const tell = (outcome: Pick<Parameters<RequestObserver>[0], 'kind' | 'status'>) =>
      observe({
        upstream,
        method: request.method,
        host: hostOf(request),
        durationMs: performance.now() - startedAtMs,
        ...outcome,
      });
    try {
      const result = await work();
      const status = statusOf(result);
      tell({
        kind: status >= 200 && status < 300 ? 'ok' : kindOf(status, { serverError: 'failed' }),
        status,
      });
      return result;
    } catch (error) {
      // A guard's refusal is ours, not the upstream's: nothing was written.
      if (error instanceof UpstreamError && error.kind !== 'rate-limited')
        tell({ kind: error.kind, status: error.status ?? null });
      throw error;
    }
  };
  return {
    ...http,
    request: (request) =>
      watch(
        input.upstream,
        request,
        () => http.request(request),
        ({ status }: HttpResponse) => status,
      ),
    download: (request) =>
      watch(
        'files',
        { method: 'GET', url: request.url },
        () => http.download(request),
        () => 200,
      ),
  };
}

/** Where a request goes; a URL that is none has told so itself. */
function hostOf({ url, method }: { url: string; method: string }): string {
  try {
    return parseUrl(url, method).host;
  } catch {
    return '';
  }
}
