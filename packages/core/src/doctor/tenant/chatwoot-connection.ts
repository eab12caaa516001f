import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart, ChartedChannel } from './chart.ts';

interface Facts {
  channel: ChartedChannel | null;
  /** Whether the inbox is this connection's among all tenants'. */
  isClaimed: boolean;
}

const subject = 'the Chatwoot connection';

export const chatwootConnection = defineCheck({
  name: 'chatwoot.connection',
  means: 'Without a connection and an inbox that is claimed by it no webhook finds the tenant.',
  cure: '`tandem onboard`, or `tandem connections set` with an `inboxId`.',
  gather: async ({ channel, scope }: Chart): Promise<Facts> => {
    const { inboxId = null, connectionId = null } = channel ?? {};
    if (inboxId === null || connectionId === null) return { channel, isClaimed: false };
    return { channel, isClaimed: await scope.checkup.isInboxClaimed({ connectionId, inboxId }) };
  },
  judge: ({ channel, isClaimed }: Facts): Opinion => {
    if (channel === null) {
      const cure =
        'tandem onboard <tenant> onboarding.json, or tandem connections set <tenant> connections.json';
      return broken(subject, 'There is none: nobody writes to this tenant.', cure);
    }
    const { source, host, accountId, inboxId } = channel;
    const place = `${host}, account ${accountId}`;
    if (inboxId === null) {
      const message = `It names no inbox (${place}): the bot answers every inbox that sends to its URL.`;
      return warn(subject, message, 'Set chatwoot.inboxId in the connection, or config.chatwootInboxId.');
    }
    if (!isClaimed) {
      const message = `Inbox ${inboxId} (${place}) is not claimed by it.`;
      return broken(
        subject,
        message,
        'Write the connection again: tandem connections set <tenant> connections.json',
      );
    }
    const whose = source === 'own' ? 'its own' : "the installation's";
    return ok(subject, `${whose}: ${place}, inbox ${inboxId}.`);
  },
});
