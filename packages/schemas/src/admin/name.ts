import { z } from 'zod';

/** What people call a thing, on one line. */
export const zName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');
