import type { Turn } from '@tandem/db';
import type { LaneContext } from '../lanes/context.ts';

/**
 * How long the bot may need before its typing is shown, ms: what is answered within a second needs no bubble, and each one
 * takes two requests of the few that a Chatwoot host has for all its tenants.
 */
export const typingAfterMs = 1_000;

/** By this much the clocks of two workers may differ. */
const skewMs = 500;

type Shown = Pick<Turn, 'id' | 'createdAt' | 'nextAttemptAt'>;

/**
 * Whether typing may have been shown for a turn by now: not where this process is still to show it for the first time; any
 * other may have, once the turn is old enough.
 */
export const mayBeShown = (context: Pick<LaneContext, 'now' | 'isPutOff'>, turn: Shown): boolean =>
  isOld(turn, context.now()) && !context.isPutOff(firstShow(turn));

/** The name under which typing is put off: a showing after the first one tells nothing of those before. */
export const nameOfShow = (turn: Shown, now: Date): string =>
  turn.nextAttemptAt === null && !isOld(turn, now) ? firstShow(turn) : `${turn.id}.again`;

/** The name of the first showing. */
export const firstShow = ({ id }: Pick<Turn, 'id'>): string => id;

const isOld = ({ createdAt }: Shown, now: Date): boolean =>
  now.getTime() - createdAt.getTime() >= typingAfterMs - skewMs;
