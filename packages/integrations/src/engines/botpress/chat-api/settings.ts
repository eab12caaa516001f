import { z } from 'zod';
import { parseSettings, zBaseUrl, zTimeoutMs } from '../settings.ts';

const zChatApiSettings = z.object({
  webhookId: z.string(),
  /** Makes the bot "personal": only we can sign user keys (contracts/botpress.md §1a). */
  encryptionKey: z.string(),
  chatUrl: zBaseUrl.default('https://chat.botpress.cloud'),
  /** For one call; a send waits for their webhook to us, too. */
  timeoutMs: zTimeoutMs.default(20_000),
});

export type ChatApiSettings = z.output<typeof zChatApiSettings>;

/** Throws an Error that names each missing or wrong setting. */
export function parseChatApiSettings(settings: Record<string, unknown>): ChatApiSettings {
  return parseSettings({ dialect: 'chat_api', schema: zChatApiSettings }, settings);
}
