import { randomUUID } from 'node:crypto';
import {
  type BotScript,
  type FakeChatwoot,
  type Heard,
  scripts,
  type TranscriptEntry,
} from '@tandem/integrations/fakes';
import type { ConfigPatch } from '@tandem/schemas';
import { type MintedTenant, mintTenant } from '@tandem/testkit';
import type { Bridge } from './open-bridge.ts';

/** One tenant between an account of a fake Chatwoot and a bot of the fake Botpress, connected as an operator would. */
export interface Desk extends MintedTenant {
  desk: FakeChatwoot;
  accountId: number;
  agentId: number;
  webhookUrl: string;
  engineWebhookUrl: string;
  engineSecret: string;
  /** What the bot heard, in order. */
  heard: Heard[];
  /** What the customer sees of the bot. */
  shown(conversationId: number): TranscriptEntry[];
  botTexts(conversationId: number): (string | null)[];
}

interface OpenDesk {
  chatwoot: FakeChatwoot;
  /** Of the Chatwoot connection. */
  settings: {
    baseUrl: string;
    accountId: number;
    /** Any inbox of the account when left out. */
    inboxId?: number;
    botToken: string;
    webhookSecrets: string[];
    allowUnsigned?: boolean;
  };
  config?: ConfigPatch;
  /** Quotes each message when left out. */
  says?: BotScript;
  /** How the bot's webhooks come; the fake's own when left out. */
  engine?: { dialect: string; secrets: string[] };
}

/** Nothing is waited for, so that a test takes no longer than the work. */
const atOnce: ConfigPatch = { reorderMs: 0, settleMs: 0, settleMaxMs: 0 };

export async function openDesk(bridge: Bridge, input: OpenDesk): Promise<Desk> {
  const { platform, botpress } = bridge;
  const { chatwoot: desk, settings, config, says = scripts.quote() } = input;
  const { accountId } = settings;
  const admin = desk.createUser({ accountId, name: 'Admin', role: 'administrator' });
  const [webhookId, encryptionKey, engineSecret] = [randomUUID(), randomUUID(), randomUUID()];
  const minted = await mintTenant(platform.database, {
    config: { ...atOnce, ...config },
    chatwoot: { ...settings, inboxId: settings.inboxId ?? null, adminToken: admin.token },
    botpress: {
      dialect: input.engine?.dialect ?? 'chat_api',
      webhookId,
      encryptionKey,
      chatUrl: bridge.botpressUrl,
      endpointUrl: bridge.botpressUrl,
      webhookSecrets: [...(input.engine?.secrets ?? []), engineSecret],
    },
  });
  const urlOf = (provider: 'chatwoot' | 'botpress') =>
    platform.urlOf(provider, minted[provider]?.webhookKey ?? '');
  const heard: Heard[] = [];
  const script: BotScript = (one) => {
    heard.push(one);
    return says(one);
  };
  const engineWebhookUrl = urlOf('botpress');
  botpress.setBot({
    webhookId,
    encryptionKey,
    webhookUrl: engineWebhookUrl,
    webhookSecret: engineSecret,
    script,
  });
  const shown = (conversationId: number) =>
    desk.transcript({ accountId, conversationId }).filter((one) => one.from === 'bot' && !one.private);
  return {
    ...minted,
    desk,
    accountId,
    agentId: desk.createUser({ accountId, name: 'Ada' }).id,
    webhookUrl: urlOf('chatwoot'),
    engineWebhookUrl,
    engineSecret,
    heard,
    shown,
    botTexts: (conversationId) => shown(conversationId).map(({ text }) => text),
  };
}
