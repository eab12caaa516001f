import type { Session } from '@tandem/db';
import { earliest, later } from '../lanes/earliest.ts';

/** A suspended tenant's timers wait for it; this often is looked whether it is back. */
const suspendedWaitMs = 60_000;

interface NextTimerAt {
  session: Pick<Session, 'unattendedAt' | 'resumeAt'>;
  isActive: boolean;
  now: Date;
}

/** When the session's next timer is due; null: it has none. Pure. */
export function nextTimerAt({ session, isActive, now }: NextTimerAt): Date | null {
  const next = earliest(session.unattendedAt, session.resumeAt);
  return next !== null && next <= now && !isActive ? later(now, suspendedWaitMs) : next;
}
