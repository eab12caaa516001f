import { randomBytes } from 'node:crypto';
import type { EngineAdmin, EngineBot, EngineBotIntegration } from '@tandem/integrations/contract';
import type { BotpressOnboarding } from '@tandem/schemas/admin';
import { type OnboardingRun, type StepDone, StepRefused, StepUnsettled } from '../run.ts';
import { isWebhookUrl, ownerOfUrl } from '../webhook-url.ts';
import { ownEngine, textOf } from './own-engine.ts';

/** The Chat integration as a bot has it (contracts/botpress.md §1a). */
export interface InstalledChat {
  /** Under which the bot lists it. */
  key: string;
  integrationId: string;
  /** The Chat API's id of the bot. */
  webhookId: string;
  webhookUrl: string | null;
  encryptionKey: string;
  webhookSecret: string;
}

interface ChatWork {
  admin: EngineAdmin;
  bot: EngineBot;
  botpress: BotpressOnboarding;
}

const version = '1.0.0';
const triesMax = 20;
const betweenMs = 500;

/**
 * Installs the Chat integration with an encryption key and a secret of ours. The keys of an earlier run are kept: another
 * encryption key would end every session (contracts/botpress.md §7). One that talks to somebody else is left alone, unless
 * it is to be replaced.
 */
export async function installChat(run: OnboardingRun, work: ChatWork): Promise<StepDone<InstalledChat>> {
  const { admin, bot, botpress } = work;
  const installed = chatOf(bot);
  const url = textOf(installed?.integration.configuration.webhookUrl);
  if (url !== null && botpress.replaceWebhook !== true && (await isForeign(run, url))) {
    throw new StepRefused(
      `The Chat integration of bot ${bot.id} (${bot.name}) sends its messages to somebody else: give another bot, or run this again with replaceWebhook.`,
    );
  }
  const secrets = await secretsOf(run, bot.id);
  const isAsWanted = installed?.integration.enabled && hasSecrets(installed, secrets);
  if (isAsWanted) {
    const { key, integration } = await waitRegistered(run, { admin, botId: bot.id });
    const value = { key, ...pick(integration), webhookUrl: url, ...secrets };
    return { outcome: 'found', detail: `integration ${integration.integrationId}`, value };
  }
  const integrationId = installed?.integration.integrationId ?? (await publishedId(admin));
  const key = installed?.key ?? integrationId;
  const configuration = { ...secrets, ...(url !== null && { webhookUrl: url }) };
  await admin.updateBot({
    botId: bot.id,
    integrations: { [key]: { integrationId, enabled: true, configuration } },
  });
  const { integration } = await waitRegistered(run, { admin, botId: bot.id });
  const value = { key, ...pick(integration), webhookUrl: url, ...secrets };
  const outcome = installed === null ? 'created' : 'updated';
  return { outcome, detail: `integration ${integrationId}`, value };
}

/** Polls until the integration can be used. */
export async function waitRegistered(
  run: OnboardingRun,
  { admin, botId }: { admin: EngineAdmin; botId: string },
): Promise<{ key: string; integration: EngineBotIntegration }> {
  for (let tries = 1; ; tries += 1) {
    const bot = await admin.getBot(botId);
    const chat = bot === null ? null : chatOf(bot);
    if (chat?.integration.status === 'registered') return chat;
    if (chat?.integration.status === 'registration_failed') {
      const why = chat.integration.statusReason ?? 'it does not say why';
      throw new StepRefused(`The Chat integration of bot ${botId} could not be registered: ${why}`);
    }
    if (tries === triesMax) {
      throw new StepUnsettled(`The Chat integration of bot ${botId} is not registered yet.`, 10_000);
    }
    await run.context.wait(betweenMs);
  }
}

const pick = ({ integrationId, webhookId }: EngineBotIntegration) => ({ integrationId, webhookId });

function chatOf({ integrations }: EngineBot): { key: string; integration: EngineBotIntegration } | null {
  const found = Object.entries(integrations).find(([, { name }]) => name === 'chat');
  return found === undefined ? null : { key: found[0], integration: found[1] };
}

/** Somebody else's URL; or one of ours that another tenant's connection has. A key that nobody knows any more is nobody's. */
async function isForeign({ context, tenant }: OnboardingRun, url: string): Promise<boolean> {
  if (!isWebhookUrl(context, url)) return true;
  const owner = await ownerOfUrl(context, { provider: 'botpress', url });
  return owner !== null && owner.tenantId !== tenant.id;
}

async function secretsOf(run: OnboardingRun, botId: string) {
  const { encryptionKey, webhookSecrets } = (await ownEngine(run, botId))?.settings ?? {};
  const [secret] = Array.isArray(webhookSecrets) ? webhookSecrets : [];
  return {
    encryptionKey: textOf(encryptionKey) ?? newSecret(),
    webhookSecret: textOf(secret) ?? newSecret(),
  };
}

const hasSecrets = (
  { integration }: { integration: EngineBotIntegration },
  secrets: { encryptionKey: string; webhookSecret: string },
): boolean =>
  integration.configuration.encryptionKey === secrets.encryptionKey &&
  integration.configuration.webhookSecret === secrets.webhookSecret;

async function publishedId(admin: EngineAdmin): Promise<string> {
  const published = await admin.getPublicIntegration({ name: 'chat', version });
  if (published !== null) return published.id;
  throw new StepRefused(
    `Botpress has no Chat integration ${version} any more: install one in the bot by hand.`,
  );
}

/** At least 32 random bytes (contracts/botpress.md §3.4). */
const newSecret = (): string => randomBytes(32).toString('base64url');
