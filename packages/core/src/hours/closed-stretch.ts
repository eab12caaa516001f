import { isOpen } from './is-open.ts';
import { type BusinessHours, dayOf, openIntervals } from './open-intervals.ts';

/** Longer than the longest list of holidays. */
const daysMax = 500;

export interface ClosedStretch {
  /** When the tenant closed; null: it never was open. */
  since: Date | null;
}

/** The stretch in which the tenant is closed at an instant, over nights, weekends and holidays; null while it is open. Pure. */
export function closedStretch(hours: BusinessHours, at: Date): ClosedStretch | null {
  if (isOpen(hours, at)) return null;
  let day = dayOf(hours, at);
  for (let count = 0; count < daysMax; count += 1) {
    // What began the day before may end later than what began on this day.
    const before = day.subtract({ days: 1 });
    const ends = [...openIntervals(hours, day), ...openIntervals(hours, before)]
      .filter(({ from, to }) => from < to && to <= at)
      .map(({ to }) => to.getTime());
    if (ends.length > 0) return { since: new Date(Math.max(...ends)) };
    day = before;
  }
  return { since: null };
}
