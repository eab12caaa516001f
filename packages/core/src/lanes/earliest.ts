/** The earliest of some times; null when there is none. */
export function earliest(...times: (Date | null | undefined)[]): Date | null {
  const known = times.filter((time) => time instanceof Date);
  return known.length === 0 ? null : known.reduce((first, time) => (time < first ? time : first));
}

/** A time so many milliseconds later. */
export const later = (time: Date, byMs: number): Date => new Date(time.getTime() + byMs);

export const latest = (a: Date, b: Date): Date => (a > b ? a : b);
