import { z } from 'zod';

/** ISO 8601 in, milliseconds since 1970 out. */
export const zTimeMs = z.string().transform((text, context) => {
  const timeMs = Date.parse(text);
  if (Number.isFinite(timeMs)) return timeMs;
  context.addIssue('must be a time');
  return z.NEVER;
});

/** Our ids are 70 characters at most, Botpress's own shorter still. */
export const zId = z.string().min(1).max(200);
