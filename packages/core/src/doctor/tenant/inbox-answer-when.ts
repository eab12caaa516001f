import { isWebhookUrl } from '../../onboarding/webhook-url.ts';
import { broken, defineCheck, type Opinion, ok, skipped, warn } from '../check.ts';
import type { Chart, ChartedChannel } from './chart.ts';
import { requireInbox } from './require-inbox.ts';

interface Facts {
  inboxId: number;
  answerWhen: ChartedChannel['answerWhen'];
  isBotAttached: boolean;
  /** An account webhook comes here instead. */
  hasWebhook: boolean;
}

/** Only in an inbox with a bot do conversations begin pending (contracts/chatwoot.md §8). */
export const inboxAnswerWhen = defineCheck({
  name: 'inbox.answer-when',
  means:
    'With a bot attached conversations begin pending, without one they begin open: `answerWhen` has to fit, or the bot is silent, or talks over humans.',
  cure: 'Set `chatwoot.answerWhen` to `pending` with a bot attached, to `pending-or-unassigned-open` without.',
  gather: async (chart: Chart): Promise<Facts> => {
    const { id: inboxId } = await requireInbox(chart);
    const { attached } = await chart.desk.bots();
    const answerWhen = chart.channel?.answerWhen ?? 'pending';
    const isOurs = (url: string): boolean => isWebhookUrl(chart.context, url);
    const hasWebhook = (await chart.desk.webhookUrls()).some(isOurs);
    return { inboxId, answerWhen, isBotAttached: attached !== null, hasWebhook };
  },
  judge: ({ inboxId, answerWhen, isBotAttached, hasWebhook }: Facts): Opinion => {
    const subject = `inbox ${inboxId}`;
    const isPending = answerWhen === 'pending';
    if (isBotAttached === isPending) return ok(subject, `answerWhen is ${answerWhen}, as it should be here.`);
    if (isBotAttached) {
      const message =
        'A bot is attached, and answerWhen takes open conversations, too: it answers what was opened for humans.';
      return warn(subject, message, 'Set chatwoot.answerWhen to pending (tandem connections set).');
    }
    if (!hasWebhook) return skipped(subject, 'Nothing it hears comes here: see chatwoot.agent-bot.');
    const message =
      'No bot is attached, so that conversations begin open, and answerWhen takes only pending ones: nobody is answered.';
    const cure = 'Attach the bot (tandem onboard), or set chatwoot.answerWhen to pending-or-unassigned-open.';
    return broken(subject, message, cure);
  },
});
