import {
  createFakeChatApi,
  createFakeChatwoot,
  type FakeChatApi,
  type FakeChatwoot,
} from '@tandem/integrations/fakes';
import type { Resources } from '@tandem/runtime';
import { createWebhookPoster, type PostedWebhook } from './post-webhook.ts';

/** The two fakes, each listening on a free port of 127.0.0.1. */
export interface Upstreams {
  chatwoot: FakeChatwoot;
  chatwootUrl: string;
  botpress: FakeChatApi;
  botpressUrl: string;
}

interface OpenInput {
  resources: Resources;
  onChatwootWebhook: (posted: PostedWebhook) => void;
  onBotpressWebhook: (posted: PostedWebhook) => void;
}

/** Chatwoot gives a bot 5 s (contracts/chatwoot.md §6); Botpress waits for ever (contracts/botpress.md §1a). */
const chatwootTimeoutMs = 5_000;
const messagesKept = 500;

export async function openUpstreams({
  resources,
  onChatwootWebhook,
  onBotpressWebhook,
}: OpenInput): Promise<Upstreams> {
  const chatwoot = createFakeChatwoot({
    poster: createWebhookPoster({ timeoutMs: chatwootTimeoutMs, report: onChatwootWebhook }),
    messagesKept,
    messageIdsAfter: unusedMessageId(Date.now()),
  });
  resources.defer('fake Chatwoot', () => chatwoot.close());
  const botpress = createFakeChatApi({
    poster: createWebhookPoster({ timeoutMs: null, report: onBotpressWebhook }),
  });
  resources.defer('fake Botpress', () => botpress.close());
  const [{ url: chatwootUrl }, { url: botpressUrl }] = await Promise.all([
    chatwoot.listen(),
    botpress.listen(),
  ]);
  return { chatwoot, chatwootUrl, botpress, botpressUrl };
}

/**
 * The fake forgets everything at a restart, Tandem's ledger does not: an id used again would be a duplicate there. Ten ids a
 * second since 2026 stay ahead of whatever people write by hand.
 */
function unusedMessageId(nowMs: number): number {
  return Math.floor((nowMs - Date.UTC(2026, 0, 1)) / 100);
}
