import type { EngineBot, EngineBotIntegration } from '@tandem/integrations/contract';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import { judgeWebhookTarget, readWebhookTarget, type WebhookTarget } from '../webhook-target.ts';
import type { Chart, ChartedEngine } from './chart.ts';
import { textOf } from './text-of.ts';

interface Facts {
  botId: string;
  bot: EngineBot | null;
  chat: EngineBotIntegration | null;
  target: WebhookTarget;
  engine: Pick<ChartedEngine, 'source' | 'secrets' | 'settings'>;
}

export const botpressWebhook = defineCheck({
  name: 'botpress.webhook',
  means:
    "The bot's Chat integration has to be installed and to send replies to our URL with our secret; without, they come late, by being asked for.",
  cure: '`tandem onboard` again: it installs and configures the integration.',
  gather: async ({ context, engine, cloudBot }: Chart): Promise<Facts> => {
    const bot = await cloudBot();
    const chat = chatOf(bot);
    const url = textOf(chat?.configuration.webhookUrl);
    const connectionId = engine?.connectionId ?? null;
    return {
      botId: textOf(engine?.settings.botId) ?? '',
      bot,
      chat,
      target: await readWebhookTarget(context, { provider: 'botpress', url, connectionId }),
      engine: engine ?? { source: 'default', secrets: [], settings: {} },
    };
  },
  judge: (facts: Facts): Opinion[] => {
    const { bot, botId } = facts;
    const subject = `bot ${botId}`;
    if (bot === null) {
      return [
        broken(subject, 'The workspace has no such bot.', 'Set botpress.botId, or run tandem onboard again.'),
      ];
    }
    const rivals = Object.values(bot.integrations).filter(
      ({ name, enabled }) => name === 'chatwoot' && enabled,
    );
    const rival = rivals.map(() => {
      const message = "Botpress's own Chatwoot integration is on, too: it may answer the same inbox.";
      return warn(subject, message, 'Disable it in the bot; never use both on one inbox.');
    });
    return [judgeChat(facts), ...rival];
  },
});

export function chatOf(bot: EngineBot | null): EngineBotIntegration | null {
  return Object.values(bot?.integrations ?? {}).find(({ name }) => name === 'chat') ?? null;
}

function judgeChat({ botId, chat, target, engine }: Facts): Opinion {
  const subject = `bot ${botId}`;
  const cure = 'Run tandem onboard again: it installs and configures the Chat integration.';
  if (chat === null)
    return broken(subject, 'The Chat integration is not installed: the bot hears nothing.', cure);
  if (!chat.enabled) return broken(subject, 'The Chat integration is disabled: the bot hears nothing.', cure);
  if (chat.status === 'registration_failed') {
    return broken(
      subject,
      `The Chat integration is not registered: ${chat.statusReason ?? 'no reason'}.`,
      cure,
    );
  }
  if (chat.webhookId !== engine.settings.webhookId) {
    const message = 'The connection has the webhookId of another Chat integration.';
    return broken(subject, message, 'Set botpress.webhookId as the bot has it, or run tandem onboard again.');
  }
  const isKeyless = engine.source === 'default';
  const sends = judgeWebhookTarget({ subject, target, isKeyless, cure });
  if (sends.status !== 'ok') return sends;
  const secret = textOf(chat.configuration.webhookSecret);
  if (secret !== null && engine.secrets.includes(secret))
    return ok(subject, 'Its replies are sent here, with our secret.');
  const how = secret === null ? 'without a secret' : 'with another secret';
  return broken(subject, `Its replies are sent here ${how}: they are refused.`, cure);
}
