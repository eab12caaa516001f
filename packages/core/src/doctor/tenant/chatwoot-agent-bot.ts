import { isWebhookUrl } from '../../onboarding/webhook-url.ts';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart, ChartedBots } from './chart.ts';
import { requireInbox } from './require-inbox.ts';

interface Facts extends ChartedBots {
  inboxId: number;
  botId: number | null;
  /** One of the account's own webhooks comes here instead. */
  hasWebhook: boolean;
}

export const chatwootAgentBot = defineCheck({
  name: 'chatwoot.agent-bot',
  means:
    "Chatwoot sends an inbox's messages to the bot that is attached to it; an account webhook is delivered once and never again.",
  cure: 'Attach our bot in the inbox settings (Bot configuration), or `tandem onboard` again.',
  gather: async (chart: Chart): Promise<Facts> => {
    const { desk, channel, context } = chart;
    const { id: inboxId } = await requireInbox(chart);
    const bots = await desk.bots();
    return {
      ...bots,
      inboxId,
      botId: channel?.botId ?? null,
      hasWebhook: (await desk.webhookUrls()).some((url) => isWebhookUrl(context, url)),
    };
  },
  judge: ({ attached, ours, inboxId, botId, hasWebhook }: Facts): Opinion => {
    const subject = `inbox ${inboxId}`;
    const cure = 'Attach our bot in the inbox settings (Bot configuration), or run tandem onboard again.';
    if (attached !== null && attached.id === ours?.id) {
      return ok(subject, `Bot ${ours.id} (${ours.name}) is attached to it.`);
    }
    if (attached !== null) {
      const message = `It is answered by bot ${attached.id} (${attached.name}), which is not ours.`;
      return broken(subject, message, `${cure} With replaceBot it takes the place of the other one.`);
    }
    if (ours === null) {
      const named = botId === null ? 'Our bot' : `Our bot ${botId}`;
      return broken(
        subject,
        `${named} is not in the account any more.`,
        'Run tandem onboard again: it makes another.',
      );
    }
    if (hasWebhook) {
      const message =
        'No bot is attached; an account webhook sends here, which Chatwoot never repeats when it fails.';
      return warn(subject, message, `${cure} Then delete the webhook and set answerWhen to pending.`);
    }
    return broken(subject, `No bot is attached to it: nothing it hears comes here.`, cure);
  },
});
