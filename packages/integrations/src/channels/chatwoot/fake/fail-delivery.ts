import type { WebhookJob } from './deliver.ts';
import { changeStatus, type Life, updateMessage } from './life-cycle.ts';

const activity = 'Conversation was marked open by system due to an error with the agent bot.';

/** What Chatwoot does when a message event could not be delivered for good (contracts/chatwoot.md §6). */
export function failDelivery(life: Life, job: WebhookJob, status: number | null): void {
  const { message } = job;
  if (message === null) return;
  const { conversation } = message;
  if (job.kind === 'agent_bot') {
    if (conversation.status !== 'pending' || conversation.account.keepsPendingOnBotFailure) return;
    changeStatus(life, conversation, { status: 'open', by: 'system', activity });
  } else if (job.kind === 'api_inbox' && message.status !== 'failed') {
    const error = status === null ? 'Timed out or refused' : `${status}`;
    updateMessage(life, message, {
      status: 'failed',
      contentAttributes: { ...message.contentAttributes, external_error: error },
    });
  }
}
