import { UpstreamError } from '../../../contract/index.ts';

/** A longer wait is the caller's to plan: it holds no budget and no worker. */
const waitMsMax = 30_000;

/**
 * How long to wait before the same request goes out again; null: it must not. What asks to wait or never left may go
 * again, and so may what failed there where a repetition does no harm (contracts/botpress.md §5, "Retry policy"). Pure.
 * `random`: 0 to 1.
 */
export function planRetry(input: {
  error: unknown;
  /** From 1. */
  attempt: number;
  attemptsMax: number;
  random: number;
}): number | null {
  const { error, attempt, attemptsMax, random } = input;
  if (!(error instanceof UpstreamError) || attempt >= attemptsMax || !isTransient(error)) return null;
  const asked = error.retryAfterMs ?? attempt * 1_000;
  const waitMs = Math.round(asked * (1 + 0.2 * random));
  return waitMs <= waitMsMax ? waitMs : null;
}

function isTransient(error: UpstreamError): boolean {
  switch (error.kind) {
    case 'unreachable':
    case 'timeout':
    case 'rate-limited':
    case 'failed':
      return true;
    case 'unauthorized':
    case 'rejected':
    case 'malformed':
    case 'unknown-outcome':
      return false;
  }
}
