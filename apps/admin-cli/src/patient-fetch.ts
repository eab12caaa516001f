import type { getFetch } from '@trpc/client';

type FetchEsque = ReturnType<typeof getFetch>;

export interface Patience {
  /** How long one request may take. */
  timeoutMs: { read: number; change: number };
  /** The pauses before each further try. */
  pausesMs: readonly number[];
  wait(delayMs: number): Promise<void>;
  /** Told once, when the first try has failed. */
  onRetry(): void;
}

/** As long as an api takes to restart. */
export const usualPausesMs: readonly number[] = [200, 400, 800, 1_600, 3_000];

type Answered = Awaited<ReturnType<FetchEsque>>;

/**
 * Asks again while an api restarts. Reads (GET) after any failure on the way and after 502, 503 and 504; anything else only
 * when the connection was refused, so that nothing can have been done twice.
 */
export function createPatientFetch(fetch: FetchEsque, patience: Patience): FetchEsque {
  return async (input, init) => {
    const isRead = (init?.method ?? 'GET') === 'GET';
    const timeoutMs = patience.timeoutMs[isRead ? 'read' : 'change'];
    for (let tries = 0; ; tries += 1) {
      const pauseMs = patience.pausesMs[tries];
      const answer = await attempt(fetch, { input, init, timeoutMs });
      const mayRepeat =
        'error' in answer
          ? isRefused(answer.error) || (isRead && !isTimeout(answer.error))
          : isRead && isAway(answer.response);
      if (pauseMs === undefined || !mayRepeat) {
        if ('error' in answer) throw answer.error;
        return answer.response;
      }
      if (tries === 0) patience.onRetry();
      await patience.wait(pauseMs);
    }
  };
}

async function attempt(
  fetch: FetchEsque,
  input: { input: Parameters<FetchEsque>[0]; init: Parameters<FetchEsque>[1]; timeoutMs: number },
): Promise<{ response: Answered } | { error: unknown }> {
  const limit = AbortSignal.timeout(input.timeoutMs);
  const given = input.init?.signal;
  const signal = given ? AbortSignal.any([limit, given]) : limit;
  try {
    return { response: await fetch(input.input, { ...input.init, signal }) };
  } catch (error) {
    return { error };
  }
}

const isAway = (response: Answered): boolean =>
  'status' in response && typeof response.status === 'number' && [502, 503, 504].includes(response.status);

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** Node's fetch keeps the reason in the cause; a refused connection has carried nothing. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
