import type { EngineAdmin } from '@tandem/integrations/contract';
import type { OnboardingRun, StepDone } from '../run.ts';
import { isInUse, type MadeConnection, obtainUrl } from '../webhook-url.ts';
import { type InstalledChat, waitRegistered } from './install-chat.ts';

/** Lets the Chat integration's signals come to the connection's URL; answers that URL. */
export async function setChatUrl(
  run: OnboardingRun,
  input: { admin: EngineAdmin; botId: string; chat: InstalledChat; connection: MadeConnection },
): Promise<StepDone<string>> {
  const { admin, botId, chat, connection } = input;
  const { webhookUrl, encryptionKey, webhookSecret, integrationId, key } = chat;
  const { connectionId } = connection;
  const isSet = await isInUse(run.context, { provider: 'botpress', url: webhookUrl, connectionId });
  if (isSet && webhookUrl !== null) {
    return { outcome: 'found', detail: `bot ${botId} sends here`, value: webhookUrl };
  }
  const url = await obtainUrl(run, { provider: 'botpress', connection });
  const configuration = { encryptionKey, webhookSecret, webhookUrl: url };
  const integrations = { [key]: { integrationId, enabled: true, configuration } };
  await admin.updateBot({ botId, integrations });
  await waitRegistered(run, { admin, botId });
  const outcome = webhookUrl === null ? 'created' : 'updated';
  return { outcome, detail: `bot ${botId} sends here from now on`, value: url };
}
