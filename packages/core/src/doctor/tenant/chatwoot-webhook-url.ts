import type { SetUpBot } from '@tandem/integrations/contract';
import { CannotLook, defineCheck, type Opinion } from '../check.ts';
import { judgeWebhookTarget, readWebhookTarget, type WebhookTarget } from '../webhook-target.ts';
import type { Chart } from './chart.ts';

interface Facts {
  bot: Pick<SetUpBot, 'id'>;
  target: WebhookTarget;
  isKeyless: boolean;
}

export const chatwootWebhookUrl = defineCheck({
  name: 'chatwoot.webhook-url',
  means: "The bot's `outgoing_url` has to be our webhook URL with the key of this very connection.",
  cure: '`tandem onboard` again, or `rotateWebhookKey` in `tandem connections set` and the new URL in the bot settings.',
  gather: async ({ context, channel, desk }: Chart): Promise<Facts> => {
    const { ours } = await desk.bots();
    if (ours === null || channel === null)
      throw new CannotLook('Our bot is not there: see chatwoot.agent-bot.');
    const { connectionId } = channel;
    const where = { provider: 'chatwoot', url: ours.outgoingUrl, connectionId } as const;
    const target = await readWebhookTarget(context, where);
    return { bot: ours, target, isKeyless: channel.source === 'default' };
  },
  judge: ({ bot, ...facts }: Facts): Opinion => {
    const cure =
      'Run tandem onboard again; or set chatwoot.rotateWebhookKey in tandem connections set, and the URL it answers in the bot settings.';
    return judgeWebhookTarget({ ...facts, subject: `bot ${bot.id}`, cure });
  },
});
