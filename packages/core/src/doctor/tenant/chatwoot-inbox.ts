import type { SetUpInbox } from '@tandem/integrations/contract';
import { broken, CannotLook, defineCheck, type Opinion, ok } from '../check.ts';
import type { Chart } from './chart.ts';

interface Facts {
  accountId: number;
  inboxId: number;
  inbox: SetUpInbox | null;
}

export const chatwootInbox = defineCheck({
  name: 'chatwoot.inbox',
  means: 'An inbox that is gone, or of another account, sends nothing.',
  cure: 'Set `chatwoot.inboxId` to the number in the address of the inbox settings.',
  gather: async ({ channel, desk }: Chart): Promise<Facts> => {
    if (channel === null || channel.inboxId === null) throw new CannotLook('The connection names no inbox.');
    const { accountId, inboxId } = channel;
    return { accountId, inboxId, inbox: await desk.inbox() };
  },
  judge: ({ accountId, inboxId, inbox }: Facts): Opinion => {
    const subject = `inbox ${inboxId}`;
    if (inbox !== null) return ok(subject, `${inbox.name}, ${inbox.channelType.replace('Channel::', '')}.`);
    const cure =
      'Set chatwoot.inboxId to the number in the address of the inbox settings, or run tandem onboard again.';
    return broken(subject, `There is none of this number in account ${accountId}.`, cure);
  },
});
