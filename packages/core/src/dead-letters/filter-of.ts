import type { DeadLetterFilter } from '@tandem/db';

/** A filter as it was asked for; `since` is a moment as text. Pure. */
export const filterOf = (
  input: Omit<DeadLetterFilter, 'since'> & { since?: string | undefined },
): DeadLetterFilter => ({
  direction: input.direction,
  reason: input.reason,
  since: input.since === undefined ? undefined : new Date(input.since),
});
