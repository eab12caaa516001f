import { defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';

const subject = 'the account';

export const inboxKeepsPending = defineCheck({
  name: 'inbox.keeps-pending',
  means:
    'With `keep_pending_on_bot_failure` nobody sees what customers write while we cannot be reached; without it we take such conversations back.',
  cure: 'Switch it off in the account settings.',
  gather: ({ desk }: Chart) => desk.keepsPending(),
  judge: (keeps: boolean | null): Opinion => {
    if (keeps !== true) return ok(subject, 'What a failing bot leaves is shown to agents.');
    const message =
      'keep_pending_on_bot_failure is on: while Tandem cannot be reached, customers wait without an agent seeing it.';
    return warn(
      subject,
      message,
      'Switch it off (Chatwoot, account settings): conversations opened by a failure are taken back.',
    );
  },
});
