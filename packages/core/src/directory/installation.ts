import type { EngineDialect } from '@tandem/integrations/contract';
import type { InstallationEnvironment } from '@tandem/schemas';

/** The upstreams of tenants without connections of their own, in the shape of connection settings. */
export interface InstallationUpstreams {
  chatwoot: { baseUrl: string; accountId: number; settings: Record<string, unknown> } | null;
  botpress: { dialect: EngineDialect; settings: Record<string, unknown> } | null;
  chatwootSecrets: readonly string[];
  botpressSecrets: readonly string[];
}

/** Reads the installation's default upstreams from its environment (product page §5.2). Pure. */
export function installationUpstreams(environment: InstallationEnvironment): InstallationUpstreams {
  return {
    chatwoot: chatwootOf(environment),
    botpress: botpressOf(environment),
    chatwootSecrets: environment.CHATWOOT_WEBHOOK_SECRET,
    botpressSecrets: environment.BOTPRESS_WEBHOOK_SECRET,
  };
}

function chatwootOf(environment: InstallationEnvironment): InstallationUpstreams['chatwoot'] {
  const {
    CHATWOOT_BASE_URL: baseUrl,
    CHATWOOT_ACCOUNT_ID: accountId,
    CHATWOOT_API_TOKEN: botToken,
  } = environment;
  if (!baseUrl || !accountId || !botToken) return null;
  const settings = present({ baseUrl, accountId, botToken, adminToken: environment.CHATWOOT_ADMIN_TOKEN });
  return { baseUrl, accountId, settings };
}

function botpressOf(environment: InstallationEnvironment): InstallationUpstreams['botpress'] {
  const isConfigured = environment.BOTPRESS_WEBHOOK_ID || environment.BOTPRESS_ENDPOINT_URL;
  if (!isConfigured) return null;
  return {
    dialect: environment.BOTPRESS_DIALECT,
    settings: present({
      dialect: environment.BOTPRESS_DIALECT,
      chatUrl: environment.BOTPRESS_CHAT_URL,
      webhookId: environment.BOTPRESS_WEBHOOK_ID,
      encryptionKey: environment.BOTPRESS_ENCRYPTION_KEY,
      apiUrl: environment.BOTPRESS_API_URL,
      token: environment.BOTPRESS_TOKEN,
      workspaceId: environment.BOTPRESS_WORKSPACE_ID,
      botId: environment.BOTPRESS_BOT_ID,
      endpointUrl: environment.BOTPRESS_ENDPOINT_URL,
      messageLengthMax: environment.BOTPRESS_MESSAGE_LENGTH_MAX,
      webhookSecrets: environment.BOTPRESS_WEBHOOK_SECRET,
    }),
  };
}

const present = (settings: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
