import type { SetUpInbox } from '@tandem/integrations/contract';
import { isPrivateUrl } from '../connections/upstream-urls.ts';
import type { OnboardingRun, StepDone } from './run.ts';
import { isWebhookUrl } from './webhook-url.ts';

/** What works and yet surprises somebody (contracts/chatwoot.md §5, §11): told, never changed. */
export async function gatherAdvice(
  run: OnboardingRun,
  { inbox, hasEngine }: { inbox: SetUpInbox; hasEngine: boolean },
): Promise<StepDone<void>> {
  const { channel, context, input } = run;
  let count = 0;
  const advise: OnboardingRun['advise'] = (advice) => {
    count += 1;
    run.advise(advice);
  };
  if (inbox.greets) {
    const message = `Inbox ${inbox.id} has Chatwoot's own greeting on: customers are greeted twice. Switch it off in the inbox settings.`;
    advise({ code: 'greeting', message });
  }
  if (inbox.saysOutOfOffice) {
    const message = `Inbox ${inbox.id} has Chatwoot's own out-of-office message on: customers hear it beside the bot. Switch it off in the inbox settings, or leave outOfHoursMessage empty.`;
    advise({ code: 'out-of-office', message });
  }
  if ((await channel.keepsPendingOnBotFailure()) === true) {
    const message = `Account ${input.chatwoot.accountId} has keep_pending_on_bot_failure on: while Tandem cannot be reached, customers wait without an agent seeing it.`;
    advise({ code: 'keeps-pending', message });
  }
  if ((await channel.webhookUrls()).some((url) => isWebhookUrl(context, url))) {
    const message = `Account ${input.chatwoot.accountId} has a webhook that sends here, too: every event comes twice. Delete it under Settings, Integrations, Webhooks.`;
    advise({ code: 'second-webhook', message });
  }
  if (isPrivateUrl(context.installation.publicUrl, context.installation)) {
    const message =
      'PUBLIC_URL is a private address: Chatwoot from 4.14 on calls it only with SAFE_FETCH_ALLOW_PRIVATE_NETWORK=true.';
    advise({ code: 'private-url', message });
  }
  if (
    !hasEngine &&
    (await run.scope.connections.active('botpress')) === null &&
    !context.installation.botpress
  ) {
    const message =
      'Nothing answers yet: give Botpress credentials, or make a Botpress connection (tandem connections set).';
    advise({ code: 'no-engine', message });
  }
  const detail = count === 0 ? 'nothing to look at' : `to look at: ${count}`;
  return { outcome: 'found', detail, value: undefined };
}
