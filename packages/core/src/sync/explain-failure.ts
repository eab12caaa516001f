import type { UpstreamError } from '@tandem/integrations/contract';

/** Failures that the next file would meet as well. Pure. */
export function isWholeRuns(error: UpstreamError): boolean {
  switch (error.kind) {
    case 'unauthorized':
    case 'unreachable':
    case 'rate-limited':
      return true;
    case 'timeout':
    case 'rejected':
    case 'failed':
    case 'malformed':
    case 'unknown-outcome':
      return false;
  }
}

/** Whether time may heal it. Pure. */
export function isPassing(error: UpstreamError): boolean {
  switch (error.kind) {
    case 'unreachable':
    case 'rate-limited':
    case 'timeout':
    case 'failed':
    case 'unknown-outcome':
      return true;
    case 'unauthorized':
    case 'rejected':
    case 'malformed':
      return false;
  }
}

/** A failure in plain words, for the run's report. Pure. */
export function explainFailure(error: UpstreamError): string {
  const status = error.status === undefined ? '' : ` (${error.status})`;
  switch (error.kind) {
    case 'unauthorized':
      return `Botpress refused the token${status}: set a new one with PUT …/connections`;
    case 'unreachable':
      return 'Botpress could not be reached';
    case 'rate-limited':
      return `Botpress asked to wait${status}`;
    case 'timeout':
    case 'unknown-outcome':
      return 'Botpress did not answer in time';
    case 'failed':
      return `Botpress failed${status}`;
    case 'rejected':
      return refused(error.status);
    case 'malformed':
      return 'Botpress answered something that we cannot read';
  }
}

/** contracts/botpress.md §5. */
function refused(status: number | undefined): string {
  if (status === 402 || status === 403)
    return `Botpress refused it (${status}): a quota is used up, or the token may not`;
  if (status === 413) return 'it is larger than Botpress takes (413)';
  return `Botpress refused it${status === undefined ? '' : ` (${status})`}`;
}
