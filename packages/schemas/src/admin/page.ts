import { z } from 'zod';

/** A whole number, also as text: REST carries it in the query. */
export const zCount = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number),
]);

/** Where a list goes on (`nextCursor` of the page before; opaque) and how long a page may be. */
export const pageFields = {
  cursor: z.string().min(1).max(500).optional(),
  limit: zCount.pipe(z.int().min(1).max(200)).default(50),
};

export const zNextCursor = z.string().nullable();

/** A moment as text in UTC, such as `2026-03-01T09:00:00.000Z`. */
export const zMoment = z.iso.datetime();

/** Of the last event a subscriber has got: those behind it come next. */
export const zLastEventId = z.string().min(1).max(500).nullish();
