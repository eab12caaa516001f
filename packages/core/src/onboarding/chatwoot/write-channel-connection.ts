import { putConnections } from '../../connections/index.ts';
import type { OnboardingRun, StepDone } from '../run.ts';
import { type MadeConnection, madeConnection } from '../webhook-url.ts';
import type { ReadyBot } from './find-bot.ts';
import { ownChannel } from './own-channel.ts';

/** The tenant's connection with the bot's token and secret, written only where it differs. */
export async function writeChannelConnection(
  run: OnboardingRun,
  { bot, inboxId }: { bot: ReadyBot; inboxId: number },
): Promise<StepDone<MadeConnection>> {
  const { baseUrl, accountId, adminToken, answerWhen } = run.input.chatwoot;
  const wanted = {
    inboxId,
    botId: bot.id,
    botToken: bot.accessToken,
    adminToken,
    allowUnsigned: bot.secret === null,
    ...(bot.secret !== null && { webhookSecrets: [bot.secret] }),
    ...(answerWhen !== undefined && { answerWhen }),
  };
  const own = await ownChannel(run);
  if (own !== null && holds(own.settings, wanted)) {
    return {
      outcome: 'found',
      detail: 'as it should be',
      value: { connectionId: own.stored.id, newUrl: null },
    };
  }
  const { chatwoot } = await putConnections(run.context, {
    tenantId: run.tenant.id,
    chatwoot: { baseUrl, accountId, ...wanted },
  });
  const outcome = own === null ? 'created' : 'updated';
  return { outcome, detail: `account ${accountId}, inbox ${inboxId}`, value: madeConnection(chatwoot) };
}

/** Whether all that is wanted is stored already. */
export function holds(settings: Record<string, unknown>, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(settings[name]) === JSON.stringify(value),
  );
}
