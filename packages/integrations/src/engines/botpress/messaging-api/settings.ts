import { z } from 'zod';
import { parseSettings, zBaseUrl, zTimeoutMs } from '../settings.ts';

const zMessagingApiSettings = z.object({
  webhookId: z.string(),
  /** A personal access token: the integration acts with it, and it opens the whole account (contracts/botpress.md §7.13). */
  token: z.string(),
  /** The host of Botpress's webhooks. */
  endpointUrl: zBaseUrl.default('https://webhook.botpress.cloud'),
  timeoutMs: zTimeoutMs.default(20_000),
});

export type MessagingApiSettings = z.output<typeof zMessagingApiSettings>;

/** Throws an Error that names each missing or wrong setting. */
export function parseMessagingApiSettings(settings: Record<string, unknown>): MessagingApiSettings {
  return parseSettings({ dialect: 'messaging_api', schema: zMessagingApiSettings }, settings);
}
