import type { Live } from './open-live.ts';
import { until } from './until.ts';

interface DyingContext extends Pick<Live, 'call' | 'tenant' | 'chatwoot'> {
  chatwootUrl: string;
  botpressUrl: string;
}

/** Lets customers' messages die: their tenant's bot is none that Botpress knows. No human takes over, so that they may be replayed. */
export function createDying({
  call,
  tenant,
  chatwoot,
  chatwootUrl,
  botpressUrl,
}: DyingContext): Live['deadMessage'] {
  const inboxes = new Map<string, number>();

  async function connect(tenantId: string): Promise<number> {
    const { id: accountId } = chatwoot.createAccount({});
    const bot = chatwoot.createBot({ accountId });
    const { id: inboxId } = chatwoot.createInbox({ accountId, channel: 'Channel::WebWidget', botId: bot.id });
    const { connections } = await call('PUT', `/tenants/${tenantId}/connections`, {
      chatwoot: {
        baseUrl: chatwootUrl,
        accountId,
        inboxId,
        botToken: bot.token,
        webhookSecrets: [bot.secret],
      },
      botpress: { dialect: 'chat_api', chatUrl: botpressUrl, webhookId: 'nobody', encryptionKey: 'none' },
    });
    chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: connections.chatwoot.webhookUrl });
    await call('PUT', `/tenants/${tenantId}/config`, {
      config: { turnDeadlineMs: 5_000, enableHumanHandoff: false, settleMs: 0, reorderMs: 0 },
    });
    return inboxId;
  }

  return async (slug) => {
    const tenantId = await tenant(slug);
    const inboxId = inboxes.get(slug) ?? (await connect(tenantId));
    inboxes.set(slug, inboxId);
    const { conversationId } = chatwoot.startConversation({
      inboxId,
      contactName: 'Mia Okafor',
      text: 'Where is my parcel?',
    });
    const find = async () => {
      const { deadLetters } = await call('GET', `/tenants/${tenantId}/dead-letters?limit=200`);
      return deadLetters.find((one: { conversationId: number }) => one.conversationId === conversationId)?.id;
    };
    return await until(find, 'the message has died');
  };
}
