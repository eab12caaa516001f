import type { Config } from '@tandem/schemas';

type BusinessHours = NonNullable<Config['businessHours']>;

const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Whether the tenant is open at an instant, in its own time zone. Intervals over midnight belong to the day they begin on. Pure. */
export function isOpen(hours: BusinessHours, at: Date): boolean {
  const today = localTime(at, hours.timezone);
  const yesterday = dayBefore(today);
  return (
    intervalsOf(hours, today).some(
      ({ from, to }) => today.minute >= from && (to <= from || today.minute < to),
    ) || intervalsOf(hours, yesterday).some(({ from, to }) => to <= from && today.minute < to)
  );
}

interface LocalTime {
  day: string;
  /** `2026-12-24` */
  date: string;
  /** Minutes since local midnight. */
  minute: number;
}

function localTime(at: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: part('weekday').toLowerCase(),
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/** By the calendar: a day of a clock change has 23 or 25 hours. */
function dayBefore({ date, minute }: LocalTime): LocalTime {
  return { ...localTime(new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000), 'UTC'), minute };
}

/** A holiday takes the place of the weekday's hours: closed, or its own interval. */
function intervalsOf(hours: BusinessHours, time: LocalTime): { from: number; to: number }[] {
  const holidays = (hours.holidays ?? []).filter((holiday) => dateOf(holiday) === time.date);
  const source =
    holidays.length > 0
      ? holidays.filter((holiday) => typeof holiday !== 'string')
      : hours.hours.filter((entry) => coversDay(entry.day, time.day));
  return source.map(({ from, to }) => ({ from: minutes(from), to: minutes(to) }));
}

const dateOf = (holiday: string | { date: string }): string =>
  typeof holiday === 'string' ? holiday : holiday.date;

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** `mon`, `mon-fri`, `sat-mon` (over the end of the week) and comma lists of them. */
function coversDay(days: string, day: string): boolean {
  return days.split(',').some((part) => {
    const [first, last = first] = part.split('-');
    const from = week.indexOf(first ?? '');
    const to = week.indexOf(last ?? '');
    const index = week.indexOf(day);
    return from <= to ? index >= from && index <= to : index >= from || index <= to;
  });
}
