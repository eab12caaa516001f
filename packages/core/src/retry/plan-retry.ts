import type { UpstreamError } from '@tandem/integrations/contract';
import { later } from '../lanes/earliest.ts';

/** Offsets of the attempts at an engine from the first one, seconds (product page §2.4). */
const engineOffsetsS = [0, 1, 3, 8, 20, 45];
/** The first gap between attempts at a channel doubles up to the last. */
const channelGapFirstMs = 1_000;
const channelGapMaxMs = 120_000;
const jitter = 0.2;
/** An upstream that asks to wait without saying how long. */
const rateLimitWaitMs = 5_000;

export type RetryPlan = { retry: true; at: Date; counted: boolean } | { retry: false; reason: string };

interface RetryInput {
  error: UpstreamError;
  /** Attempts made, this one included. */
  attempts: number;
  now: Date;
  /** No attempt is made after this. */
  deadline: Date;
  /** From 0 up to 1. */
  random: number;
}

/** When to try the engine again, or why not. Pure. */
export function planEngineRetry(input: RetryInput): RetryPlan {
  const passedS = engineOffsetsS[input.attempts - 1];
  const nextS = engineOffsetsS[input.attempts];
  const gapMs = passedS === undefined || nextS === undefined ? null : (nextS - passedS) * 1_000;
  return plan(input, gapMs);
}

/** When to try the channel again, or why not. Pure. */
export function planChannelRetry(input: RetryInput): RetryPlan {
  return plan(input, Math.min(channelGapMaxMs, channelGapFirstMs * 2 ** Math.min(input.attempts - 1, 20)));
}

function plan(input: RetryInput, gapMs: number | null): RetryPlan {
  const { error, now, deadline } = input;
  if (isFinal(error)) return { retry: false, reason: `${error.kind}: ${error.message}` };
  const isWait = error.kind === 'rate-limited';
  const waitMs = isWait ? (error.retryAfterMs ?? rateLimitWaitMs) : gapMs;
  if (waitMs === null)
    return { retry: false, reason: `no success after ${input.attempts} attempts; last: ${error.kind}` };
  const at = later(
    now,
    isWait ? waitMs * (1 + jitter * input.random) : waitMs * (1 + jitter * (2 * input.random - 1)),
  );
  if (at > deadline) return { retry: false, reason: `no success before the deadline; last: ${error.kind}` };
  return { retry: true, at, counted: !isWait };
}

/** What waiting does not mend dies at once. */
function isFinal(error: UpstreamError): boolean {
  switch (error.kind) {
    case 'unauthorized':
    case 'rejected':
    case 'malformed':
      return true;
    case 'unreachable':
    case 'timeout':
    case 'rate-limited':
    case 'failed':
    case 'unknown-outcome':
      return false;
  }
}
