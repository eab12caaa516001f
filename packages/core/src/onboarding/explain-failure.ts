import { UpstreamError } from '@tandem/integrations/contract';
import { AppError } from '@tandem/schemas';
import type { OnboardingView } from '@tandem/schemas/admin';
import { StepRefused, StepUnsettled } from './run.ts';

export interface Explained {
  /** Words for the operator. */
  detail: string;
  retry: OnboardingView['retry'];
}

const minuteMs = 60_000;
const transientAfterMs = 5_000;
/** What was sent and not answered may still be carried out this much later: looked for before, it is not there yet. */
const unknownAfterMs = 20_000;

/** What a failed step means and whether trying again helps; null for a failure that is ours. Pure. */
export function explainFailure(error: unknown, nowMs: number): Explained | null {
  if (error instanceof StepRefused) return { detail: error.message, retry: null };
  if (error instanceof StepUnsettled) return { detail: error.message, retry: transient(error.retryAfterMs) };
  if (error instanceof AppError && error.code !== 'internal') {
    const issues = error.issues?.map(({ path, message }) => ` ${path} ${message}.`) ?? [];
    return { detail: `${error.public}${issues.join('')}`, retry: null };
  }
  return error instanceof UpstreamError ? explainUpstream(error, nowMs) : null;
}

/** The messages of `UpstreamError` name host, method and path. */
function explainUpstream(error: UpstreamError, nowMs: number): Explained {
  const { kind, message } = error;
  switch (kind) {
    case 'rate-limited': {
      // Chatwoot does not say how long: its minutes are those of the clock (contracts/chatwoot.md §10.5).
      const afterMs = error.retryAfterMs ?? minuteMs - (nowMs % minuteMs) + 1_000;
      return { detail: `It asks to wait (${message}).`, retry: { afterMs, because: 'rate-limited' } };
    }
    case 'unauthorized':
      return {
        detail: `The token is refused, or a plan is used up (${message}). Check the token and its role.`,
        retry: null,
      };
    case 'rejected':
      return { detail: `It was refused (${message}). Check the URL and the ids.`, retry: null };
    case 'malformed':
      return { detail: `Something else answers there (${message}). Check the base URL.`, retry: null };
    case 'unknown-outcome':
      return {
        detail: `Nobody knows whether it was done (${message}). The next run looks before it makes anything.`,
        retry: transient(unknownAfterMs),
      };
    case 'unreachable':
    case 'timeout':
    case 'failed':
      return {
        detail: `It could not be reached or failed (${message}).`,
        retry: transient(transientAfterMs),
      };
  }
}

const transient = (afterMs: number): OnboardingView['retry'] => ({ afterMs, because: 'transient' });
