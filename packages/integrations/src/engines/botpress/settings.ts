import { z } from 'zod';

/** Fields of a Botpress connection (product page §5.3) that are sealed at rest and never shown, whatever the dialect. */
export const secretSettings = ['encryptionKey', 'token', 'webhookSecrets'] as const;

/** An upstream's URL. A user or password in it would be a secret that nobody seals. */
export const zUpstreamUrl = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
});

/** A base URL, kept without its trailing slash. */
export const zBaseUrl = zUpstreamUrl
  .refine((text) => !/[?#]/.test(text))
  .transform((url) => url.replace(/\/+$/, ''));

export const zTimeoutMs = z.int().positive().max(600_000);

/** Parses stored settings by a dialect's schema. Throws an Error that names each missing or wrong setting and no value. */
export function parseSettings<Schema extends z.ZodType>(
  input: { dialect: string; schema: Schema },
  settings: Record<string, unknown>,
): z.output<Schema> {
  const given = Object.entries(settings).filter(([, value]) => value !== null && value !== '');
  const fields = Object.fromEntries(given);
  const parsed = input.schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  const problems = [...names].map(
    (name) => `${name} is ${fields[name] === undefined ? 'missing' : 'not valid'}`,
  );
  throw new Error(`Botpress connection (${input.dialect}): ${problems.join(', ')}`);
}
