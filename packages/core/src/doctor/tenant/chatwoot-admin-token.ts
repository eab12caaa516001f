import { UpstreamError } from '@tandem/integrations/contract';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';

type Facts = 'none' | 'refused' | 'administrator' | 'agent' | 'no-member';

const subject = 'the admin token';

export const chatwootAdminToken = defineCheck({
  name: 'chatwoot.admin-token',
  means:
    'Bots may not read messages back: without an admin token a reply whose outcome is unknown is given up, and the doctor sees no inbox.',
  cure: 'Set `chatwoot.adminToken` to the access token of an administrator of the account (Chatwoot, Profile settings).',
  gather: async ({ channel, door, desk }: Chart): Promise<Facts> => {
    if (channel !== null && channel.adminToken === null) {
      await door();
      return 'none';
    }
    try {
      return (await desk.role()) ?? 'no-member';
    } catch (error) {
      if (error instanceof UpstreamError && error.kind === 'unauthorized') return 'refused';
      throw error;
    }
  },
  judge: (facts: Facts): Opinion => {
    const cure =
      'Set chatwoot.adminToken to the access token of an administrator of the account (Chatwoot, Profile settings).';
    switch (facts) {
      case 'administrator':
        return ok(subject, "It is an administrator's.");
      case 'none':
        return warn(
          subject,
          'There is none: replies whose outcome is unknown are given up, and inboxes cannot be looked at.',
          cure,
        );
      case 'refused':
        return broken(subject, 'Chatwoot refuses it: replies whose outcome is unknown are given up.', cure);
      case 'agent':
        return warn(subject, "It is an agent's, who sees only inboxes of his own.", cure);
      case 'no-member':
        return broken(subject, 'Its owner is no member of the account.', cure);
    }
  },
});
