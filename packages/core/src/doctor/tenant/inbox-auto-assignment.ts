import type { SetUpInbox } from '@tandem/integrations/contract';
import { broken, defineCheck, type Opinion, ok } from '../check.ts';
import type { Chart, ChartedChannel } from './chart.ts';
import { requireInbox } from './require-inbox.ts';

interface Facts {
  inbox: Pick<SetUpInbox, 'id' | 'autoAssigns'>;
  answerWhen: ChartedChannel['answerWhen'];
}

/** Pending conversations are not auto-assigned, open ones are (contracts/chatwoot.md §8). */
export const inboxAutoAssignment = defineCheck({
  name: 'inbox.auto-assignment',
  means:
    'Where the bot answers open conversations that nobody has, auto-assignment gives each to an agent at once: the bot is silent for good.',
  cure: 'Switch auto-assignment off in the inbox settings, or attach the bot and set `answerWhen` to `pending`.',
  gather: async (chart: Chart): Promise<Facts> => ({
    inbox: await requireInbox(chart),
    answerWhen: chart.channel?.answerWhen ?? 'pending',
  }),
  judge: ({ inbox, answerWhen }: Facts): Opinion => {
    const subject = `inbox ${inbox.id}`;
    if (answerWhen === 'pending') return ok(subject, 'Pending conversations are assigned to nobody.');
    if (!inbox.autoAssigns)
      return ok(subject, 'Open conversations are left to the bot until an agent takes one.');
    const message =
      'Open conversations are assigned at once, and the bot answers only those that nobody has.';
    const cure =
      'Switch it off (inbox settings, Collaborators, Auto assignment), or attach the bot and set chatwoot.answerWhen to pending.';
    return broken(subject, message, cure);
  },
});
