import type { Session } from '@tandem/db';
import type { Config } from '@tandem/schemas';
import { closedStretch } from '../hours/closed-stretch.ts';
import { wordsFor } from '../words/words-for.ts';

interface HandoffNotice {
  config: Config;
  session: Pick<Session, 'outOfHoursAt'>;
  /** Whether the bot itself said something in that turn: then the customer needs no words of ours. */
  said: boolean;
  /** Language tag of the customer, when known. */
  locale: string | null;
  at: Date;
}

export interface Notice {
  /** Null: nothing is to be said. */
  text: string | null;
  isClosed: boolean;
  /** Whether the text tells that the tenant is closed. */
  tellsClosed: boolean;
}

/** What the customer is told of a handoff: that the tenant is closed, once in each closed stretch; else that a human comes. Pure. */
export function handoffNotice({ config, session, said, locale, at }: HandoffNotice): Notice {
  const closed = config.businessHours ? closedStretch(config.businessHours, at) : null;
  const isClosed = closed !== null;
  if (said) return { text: null, isClosed, tellsClosed: false };
  const words = wordsFor(config, locale);
  const told = session.outOfHoursAt;
  const isTold = told !== null && (closed?.since == null || told >= closed.since);
  const outOfHours = isClosed && !isTold ? words.outOfHoursMessage || null : null;
  if (outOfHours !== null) return { text: outOfHours, isClosed, tellsClosed: true };
  return { text: words.fallbackMessage || null, isClosed, tellsClosed: false };
}
