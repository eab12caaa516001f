import { z } from 'zod';

/** Building blocks of environment schemas. Every message continues a sentence that begins with the variable's name. */

/** A whole number from `min` to `max`. */
export const zWhole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

export const zPort = zWhole(0, 65_535);

/** `true` or `false`. */
export const zFlag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');

/** Comma-separated, blanks around entries dropped; at least one entry. */
export const zList = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .refine(
    (entries) => entries.every((entry) => entry !== ''),
    'must be a comma-separated list without empty entries',
  );

/** A URL with one of the schemes, such as `['http', 'https']`. */
export const zUrlOf = (schemes: readonly string[]) =>
  z.string().refine(
    (text) => {
      const url = URL.parse(text);
      return url !== null && url.host !== '' && schemes.includes(url.protocol.slice(0, -1));
    },
    `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  );

export const zHttpUrl = zUrlOf(['http', 'https']).transform((url) => url.replace(/\/+$/, ''));

/** `mysql://user:password@host:port/name` */
export const zDatabaseUrl = zUrlOf(['mysql']).refine(
  (text) => (URL.parse(text)?.pathname.length ?? 0) > 1,
  'must name a database after the host: mysql://user@host:3306/name',
);

export const zRedisUrl = zUrlOf(['redis', 'rediss']);

export const zLogLevel = z.enum(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
  'must be trace, debug, info, warn, error, fatal or silent',
);

/** What `parse` makes of the text; the message of an Error it throws becomes the problem (and must repeat no value). */
export const zParsed = <Value>(parse: (text: string) => Value) =>
  z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is not valid' });
      return z.NEVER;
    }
  });

/** For processes that need the database and nothing else. */
export const zDatabaseEnvironment = z.object({ DATABASE_URL: zDatabaseUrl });
