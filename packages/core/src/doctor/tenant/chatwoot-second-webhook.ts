import { isWebhookUrl } from '../../onboarding/webhook-url.ts';
import { defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';
import { requireInbox } from './require-inbox.ts';

interface Facts {
  inboxId: number;
  isBotAttached: boolean;
  /** An account webhook comes here, too. */
  fromAccount: boolean;
  /** The API channel's own callback comes here, too. */
  fromInbox: boolean;
}

/** One URL for several kinds of webhook gets everything several times (contracts/chatwoot.md §1, §6). */
export const chatwootSecondWebhook = defineCheck({
  name: 'chatwoot.second-webhook',
  means:
    "An account webhook or an API channel's callback that sends here beside the bot doubles all events, each signed with a secret of its own.",
  cure: 'Delete it in Chatwoot; the bot is enough.',
  gather: async (chart: Chart): Promise<Facts> => {
    const { desk, context } = chart;
    const inbox = await requireInbox(chart);
    const isOurs = (url: string): boolean => isWebhookUrl(context, url);
    return {
      inboxId: inbox.id,
      isBotAttached: (await desk.bots()).attached !== null,
      fromAccount: (await desk.webhookUrls()).some(isOurs),
      fromInbox: inbox.webhookUrl !== null && isOurs(inbox.webhookUrl),
    };
  },
  judge: ({ inboxId, isBotAttached, fromAccount, fromInbox }: Facts): Opinion[] => {
    const found: Opinion[] = [];
    if (fromAccount && isBotAttached) {
      const message = 'One of its webhooks sends here beside the bot: every event comes twice.';
      const cure = 'Delete it in Chatwoot, Settings, Integrations, Webhooks.';
      found.push(warn('the account', message, cure));
    }
    if (fromInbox) {
      const message = 'Its callback URL sends here, too: what we refuse of it shows as failed to agents.';
      found.push(warn(`inbox ${inboxId}`, message, 'Empty the callback URL in the inbox settings.'));
    }
    return found.length > 0 ? found : [ok('webhooks', 'Everything comes once.')];
  },
});
