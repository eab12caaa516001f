/** So often in a row a failure of ours at one message is taken for chance: about a minute. */
export const failuresMax = 6;

const firstGapMs = 2_000;
const gapMaxMs = 60_000;
const jitter = 0.2;

interface PlanFailure {
  /** How often it failed at the same in a row, this time included. */
  failures: number;
  /** Whether it is known what it failed at. */
  hasHead: boolean;
  /** From 0 up to 1. */
  random: number;
}

/** `bare`: its end itself failed, so it ends without what follows from an end. */
export type FailurePlan = { end: false; afterMs: number } | { end: true; bare: boolean };

/** What follows a failure of ours in a lane: another try after a gap that grows, or the end of what it failed at. Pure. */
export function planFailure({ failures, hasHead, random }: PlanFailure): FailurePlan {
  if (hasHead && failures >= failuresMax) return { end: true, bare: failures > failuresMax };
  const gapMs = Math.min(firstGapMs * 2 ** (Math.max(1, failures) - 1), gapMaxMs);
  return { end: false, afterMs: Math.round(gapMs * (1 + jitter * (2 * random - 1))) };
}
