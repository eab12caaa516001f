import type { SetUpInbox } from '@tandem/integrations/contract';
import type { Config } from '@tandem/schemas';
import { defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';
import { requireInbox } from './require-inbox.ts';

interface Facts {
  inbox: Pick<SetUpInbox, 'id' | 'greets' | 'collectsEmail'>;
  config: Pick<Config, 'welcomeMessage' | 'welcomeOn'>;
}

/** Chatwoot's own templates come beside the bot's words (contracts/chatwoot.md §11). */
export const inboxGreeting = defineCheck({
  name: 'inbox.greeting',
  means: "Chatwoot's own greeting, and its question for an e-mail address, come beside the bot's welcome.",
  cure: 'Switch them off in the inbox settings, or set `welcomeOn` to `never`.',
  gather: async (chart: Chart): Promise<Facts> => ({
    inbox: await requireInbox(chart),
    config: chart.config,
  }),
  judge: ({ inbox, config }: Facts): Opinion[] => {
    const subject = `inbox ${inbox.id}`;
    const found: Opinion[] = [];
    const isWelcomed = config.welcomeOn !== 'never' && (config.welcomeMessage ?? '') !== '';
    if (inbox.greets && isWelcomed) {
      const message =
        "Chatwoot's own greeting is on, and the bot has a welcome: customers are greeted twice.";
      const cure =
        "Switch it off (inbox settings, Channel greeting), or set the tenant's welcomeOn to never.";
      found.push(warn(subject, message, cure));
    }
    if (inbox.collectsEmail) {
      const message = 'Chatwoot asks visitors for their e-mail address, in the middle of what the bot says.';
      found.push(warn(subject, message, 'Switch it off (inbox settings, Email collect box).'));
    }
    return found.length > 0 ? found : [ok(subject, 'Customers are greeted once.')];
  },
});
