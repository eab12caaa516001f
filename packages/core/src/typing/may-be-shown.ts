import type { Turn } from '@tandem/db';

/**
 * How long the bot may need before its typing is shown, ms: what is answered within a second needs no bubble, and each one
 * takes two requests of the few that a Chatwoot host has for all its tenants.
 */
export const typingAfterMs = 1_000;

/** By this much the clocks of two workers may differ. */
const skewMs = 500;

/** Whether typing may have been shown for a turn by now; pure. */
export const mayBeShown = ({ createdAt }: Pick<Turn, 'createdAt'>, now: Date): boolean =>
  now.getTime() - createdAt.getTime() >= typingAfterMs - skewMs;
