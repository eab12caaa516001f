import { z } from 'zod';

/** Ends up in a header: visible ASCII, so that nothing else can. */
const zToken = z.string().regex(/^[\x21-\x7e]{1,500}$/, 'must be a token without spaces');

const zBaseUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => isBare(url), 'must not carry a user, a password, a query or a fragment')
  .transform((url) => url.replace(/\/+$/, ''));

/** What a tenant's Chatwoot connection consists of (product page §5.3). */
export const zChatwootSettings = z.object({
  /** Where Chatwoot answers, without `/api/v1`. */
  baseUrl: zBaseUrl,
  accountId: z.int().positive(),
  inboxId: z.int().positive().nullish(),
  /** The agent bot, as Chatwoot numbers it. */
  botId: z.int().positive().nullish(),
  /** The agent bot's access token. */
  botToken: zToken,
  /** A user's token: may read messages back, which a bot's may not (contracts/chatwoot.md §10.1). */
  adminToken: zToken.nullish(),
  webhookSecrets: z.array(z.string().min(1).max(500)).max(20).nullish(),
  allowUnsigned: z.boolean().nullish(),
  answerWhen: z.enum(['pending', 'pending-or-unassigned-open']).nullish(),
});
export type ChatwootSettings = z.output<typeof zChatwootSettings>;

export const secretSettings = [
  'botToken',
  'adminToken',
  'webhookSecrets',
] as const satisfies readonly (keyof ChatwootSettings)[];

/** Parses stored settings. Throws an Error that names what is missing or wrong, and no value. */
export function parseSettings(settings: Record<string, unknown>): ChatwootSettings {
  const parsed = zChatwootSettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`Chatwoot connection: ${problems.join('; ')}`);
}

function isBare(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
