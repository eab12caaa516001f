import { type BusinessHours, dayOf, openIntervals } from './open-intervals.ts';

/** Whether the tenant is open at an instant, in its own time zone. Pure. */
export function isOpen(hours: BusinessHours, at: Date): boolean {
  const today = dayOf(hours, at);
  return [today, today.subtract({ days: 1 })]
    .flatMap((day) => openIntervals(hours, day))
    .some(({ from, to }) => from <= at && at < to);
}
