import { type RawBuilder, sql } from 'kysely';

/** When a lease ends that begins now, on the database's clock; `microseconds` fills its place. */
export const leaseEndAt = (place: string): string => `NOW(3) + INTERVAL ${place} MICROSECOND`;

/** The same for one place. */
export const leaseEndText = leaseEndAt('?');

/** MySQL takes fractions of a second as whole microseconds. */
export const microseconds = (ms: number): number => Math.round(ms * 1_000);

/** The same for a builder. */
export const leaseEnd = (leaseMs: number): RawBuilder<Date> =>
  sql<Date>`NOW(3) + INTERVAL ${microseconds(leaseMs)} MICROSECOND`;
