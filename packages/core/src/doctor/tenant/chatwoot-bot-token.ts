import type { ChatwootToken } from '@tandem/integrations/contract';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';

interface Facts {
  token: ChatwootToken;
  hasAdminToken: boolean;
  accountId: number | null;
}

const subject = 'the bot token';

/** What Chatwoot lets whom do: contracts/chatwoot.md §10.1. */
export const chatwootBotToken = defineCheck({
  name: 'chatwoot.bot-token',
  means:
    'The bot writes with it: a wrong one fails every reply, one of a person shows that person and looks like an agent who took over.',
  cure: "Set `chatwoot.botToken` to the agent bot's access token (Chatwoot, Settings, Bots).",
  gather: async ({ botToken, channel }: Chart): Promise<Facts> => ({
    token: await botToken(),
    hasAdminToken: channel?.adminToken != null,
    accountId: channel?.accountId ?? null,
  }),
  judge: ({ token, hasAdminToken, accountId }: Facts): Opinion => {
    const cure =
      "Set chatwoot.botToken to the agent bot's access token (Chatwoot, Settings, Bots), or run tandem onboard again.";
    switch (token.kind) {
      case 'nobody':
        return broken(subject, 'Chatwoot does not know it: no reply can be sent.', cure);
      case 'stranger':
        return broken(subject, `Its bot has nothing to do with account ${accountId}.`, cure);
      case 'user':
        return broken(
          subject,
          "It is a person's: replies carry that name, and each looks like an agent's.",
          cure,
        );
      case 'bot':
        if (token.mayRead)
          return ok(subject, 'A bot of this account; it may read conversations and set labels.');
        return withoutRights(hasAdminToken);
    }
  },
});

function withoutRights(hasAdminToken: boolean): Opinion {
  const message = 'A bot of this account, in a Chatwoot before 4.14.2: bots may not set labels there';
  if (hasAdminToken) return ok(subject, `${message}, which the admin token does instead.`);
  const cure = 'Upgrade Chatwoot to 4.14.2, or set chatwoot.adminToken.';
  return warn(subject, `${message}, and there is no admin token: handoffs go without labels.`, cure);
}
