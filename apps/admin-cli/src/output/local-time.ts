const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A moment of the api in the time of the machine, such as `2026-03-01 10:00:00+01:00`; null for any other text. */
export function localTime(text: string): string | null {
  if (!moment.test(text)) return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return null;
  const offset = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offset * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)}${sign(offset)}${clock(Math.abs(offset))}`;
}

/** The time of day on this machine, such as `10:00:00`. */
export const clockTime = (atMs: number): string => new Date(atMs).toTimeString().slice(0, 8);

const sign = (offset: number): string => (offset < 0 ? '-' : '+');

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
