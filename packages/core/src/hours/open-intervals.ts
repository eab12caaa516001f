import type { Config } from '@tandem/schemas';

export type BusinessHours = NonNullable<Config['businessHours']>;

/** From an instant up to another one, which is not part of it. */
export interface OpenInterval {
  from: Date;
  to: Date;
}

const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The day an instant falls on where the tenant is. */
export const dayOf = (hours: BusinessHours, at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(hours.timezone).toPlainDate();

/**
 * When the tenant is open on one of its days, in no order. What goes over midnight belongs to the day it begins on; a holiday
 * takes the place of the weekday's hours. A time that a clock change leaves out is the one after the gap; of one that comes
 * twice, it is the first. Pure.
 */
export function openIntervals(hours: BusinessHours, day: Temporal.PlainDate): OpenInterval[] {
  const instant = (date: Temporal.PlainDate, clock: string): Date => {
    const zoned = date.toZonedDateTime({ timeZone: hours.timezone, plainTime: clock });
    return new Date(zoned.epochMilliseconds);
  };
  return entriesOf(hours, day).map(({ from, to }) => {
    const isNextDay = to === '24:00' || to <= from;
    const end = isNextDay ? instant(day.add({ days: 1 }), to === '24:00' ? '00:00' : to) : instant(day, to);
    return { from: instant(day, from), to: end };
  });
}

function entriesOf(hours: BusinessHours, day: Temporal.PlainDate): { from: string; to: string }[] {
  const date = day.toString();
  const holidays = (hours.holidays ?? []).filter((holiday) => dateOf(holiday) === date);
  if (holidays.length > 0) return holidays.filter((holiday) => typeof holiday !== 'string');
  return hours.hours.filter((entry) => coversDay(entry.day, day.dayOfWeek - 1));
}

const dateOf = (holiday: string | { date: string }): string =>
  typeof holiday === 'string' ? holiday : holiday.date;

/** `mon`, `mon-fri`, `sat-mon` (over the end of the week) and comma lists of them. `index`: 0 for Monday. */
function coversDay(days: string, index: number): boolean {
  return days.split(',').some((part) => {
    const [first, last = first] = part.split('-');
    const from = week.indexOf(first ?? '');
    const to = week.indexOf(last ?? '');
    return from <= to ? index >= from && index <= to : index >= from || index <= to;
  });
}
