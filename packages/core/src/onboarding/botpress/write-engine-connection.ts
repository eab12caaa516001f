import type { BotpressOnboarding } from '@tandem/schemas/admin';
import { putConnections } from '../../connections/index.ts';
import { holds } from '../chatwoot/write-channel-connection.ts';
import type { OnboardingRun, StepDone } from '../run.ts';
import { type MadeConnection, madeConnection } from '../webhook-url.ts';
import type { InstalledChat } from './install-chat.ts';
import { ownEngine } from './own-engine.ts';

/** The tenant's connection with the bot's own key, written only where it differs. The personal token is not kept. */
export async function writeEngineConnection(
  run: OnboardingRun,
  input: { botpress: BotpressOnboarding; botId: string; chat: InstalledChat; token: string },
): Promise<StepDone<MadeConnection>> {
  const { botpress, botId, chat, token } = input;
  const { workspaceId, apiUrl, chatUrl } = botpress;
  const wanted = {
    botId,
    workspaceId,
    token,
    webhookId: chat.webhookId,
    encryptionKey: chat.encryptionKey,
    webhookSecrets: [chat.webhookSecret],
    ...(apiUrl !== undefined && { apiUrl }),
    ...(chatUrl !== undefined && { chatUrl }),
  };
  const own = await ownEngine(run, botId);
  if (own !== null && holds(own.settings, wanted)) {
    const value = madeConnection({ id: own.id, webhookUrl: '••••' });
    return { outcome: 'found', detail: 'as it should be', value };
  }
  const written = await putConnections(run.context, {
    tenantId: run.tenant.id,
    botpress: { dialect: 'chat_api', ...wanted },
  });
  const outcome = own === null ? 'created' : 'updated';
  return { outcome, detail: `bot ${botId}`, value: madeConnection(written.botpress) };
}
