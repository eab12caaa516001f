import type { SetUpInbox } from '@tandem/integrations/contract';
import type { Config } from '@tandem/schemas';
import { defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';
import { requireInbox } from './require-inbox.ts';

interface Facts {
  inbox: Pick<SetUpInbox, 'id' | 'saysOutOfOffice'>;
  config: Pick<Config, 'businessHours' | 'outOfHoursMessage'>;
}

export const inboxOutOfOffice = defineCheck({
  name: 'inbox.out-of-office',
  means: "Chatwoot's own out-of-office message is sent although the bot answers, and beside the bot's own.",
  cure: 'Switch it off in the inbox settings; hours and holidays belong into `businessHours`.',
  gather: async (chart: Chart): Promise<Facts> => ({
    inbox: await requireInbox(chart),
    config: chart.config,
  }),
  judge: ({ inbox, config }: Facts): Opinion => {
    const subject = `inbox ${inbox.id}`;
    if (!inbox.saysOutOfOffice) return ok(subject, 'Chatwoot says nothing of office hours.');
    const cure =
      'Switch it off (inbox settings, Business hours), and keep the hours in config.businessHours.';
    const says = config.businessHours !== null && config.outOfHoursMessage !== '';
    const message = says
      ? "Chatwoot's own out-of-office message is on beside outOfHoursMessage: customers hear it twice."
      : "Chatwoot's own out-of-office message is on: customers hear that nobody is there, and the bot answers.";
    return warn(subject, message, cure);
  },
});
