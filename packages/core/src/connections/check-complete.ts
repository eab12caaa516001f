import { type EngineDialect, engineDialects } from '@tandem/integrations/contract';
import { AppError, type Issue } from '@tandem/schemas';

type Settings = Readonly<Record<string, unknown>>;

/** A connection as it would be, secrets among its settings. */
type Planned = { provider: 'chatwoot' | 'botpress'; settings: Settings };

/** What makes a connection one: without these the input is no connection at all. */
const essentials = {
  chatwoot: ['baseUrl', 'accountId', 'botToken'],
  botpress: ['dialect'],
} as const;

/** What each dialect cannot work without (contracts/botpress.md §1a, §1b, §1e; product page §5.3). */
const needs: Record<EngineDialect, readonly string[]> = {
  chat_api: ['webhookId', 'encryptionKey'],
  messaging_api: ['webhookId', 'token'],
  generic: ['endpointUrl', 'webhookSecrets'],
  v12: ['endpointUrl', 'botId'],
};

/** Those whose `endpointUrl` is a server, below which paths are called. */
const dialectsOfServers: readonly unknown[] = ['messaging_api', 'v12'];

/** AppError `bad_request` when essentials are missing; `unprocessable` when the dialect lacks something. */
export function checkComplete({ provider, settings }: Planned): void {
  const missing = essentials[provider].filter((name) => settings[name] === undefined);
  if (missing.length > 0) {
    const issues = missing.map((name) => needed(provider, name));
    throw new AppError('bad_request', { public: 'A new connection needs more.', issues });
  }
  const dialect = engineDialects.find((one) => one === settings.dialect);
  if (provider === 'chatwoot' || dialect === undefined) return;
  const issues = needs[dialect]
    .filter((name) => settings[name] === undefined)
    .map((name) => needed(provider, name));
  const { endpointUrl } = settings;
  if (dialectsOfServers.includes(dialect) && typeof endpointUrl === 'string' && /[?#]/.test(endpointUrl))
    issues.push({ path: 'botpress.endpointUrl', message: 'must not carry a query or a fragment' });
  if (issues.length > 0)
    throw new AppError('unprocessable', { public: `The dialect ${dialect} cannot work like this.`, issues });
}

const needed = (provider: string, name: string): Issue => ({
  path: `${provider}.${name}`,
  message: 'is needed',
});
