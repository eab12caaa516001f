import { normalizeBaseUrl } from '@tandem/schemas';
import type { BudgetScope, Caller, EngineDialect } from '../../contract/index.ts';
import { type Http, type HttpRequest, type SpendOf, spendBudget } from '../../http/index.ts';

/**
 * What a request to a bot counts against: Botpress limits what customers say, messages and events, to 600 a minute per bot
 * (contracts/botpress.md §1a, Limits), and neither reads nor the opening of conversations.
 */
export function spendOfBot(dialect: EngineDialect, settings: Record<string, unknown>): SpendOf {
  const bot = botScope(dialect, settings);
  return (request) => ({ scopes: saysSomething(dialect, request) ? [bot] : [], optional: false });
}

/** What is said to a bot counts against. */
export const botScope = (
  dialect: EngineDialect,
  settings: Readonly<Record<string, unknown>>,
): BudgetScope => ({
  kind: 'botpress-bot',
  id: botOf(dialect, settings),
});

/** The way out to a bot, paid from its budget. */
export const payForBot = (
  http: Http,
  input: { dialect: EngineDialect; settings: Record<string, unknown>; caller: Caller | undefined },
): Http => spendBudget(http, { caller: input.caller, spendOf: spendOfBot(input.dialect, input.settings) });

function saysSomething(dialect: EngineDialect, { method, url }: HttpRequest): boolean {
  if (method !== 'POST') return false;
  return dialect === 'chat_api' ? /\/(messages|events)$/.test(new URL(url).pathname) : true;
}

/** Names the bot the same for all tenants who share it, however they spell its address. */
function botOf(dialect: EngineDialect, settings: Readonly<Record<string, unknown>>): string {
  const named = (...names: string[]): string => names.map((name) => addressOf(settings[name])).join('|');
  switch (dialect) {
    case 'chat_api':
      return `chat_api|${named('webhookId')}`;
    case 'messaging_api':
      return `messaging_api|${named('webhookId', 'botId', 'endpointUrl')}`;
    case 'generic':
      return `generic|${named('endpointUrl')}`;
    case 'v12':
      return `v12|${named('endpointUrl', 'botId')}`;
  }
}

function addressOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  const isAddress = /^\s*https?:/i.test(value) && URL.canParse(value);
  return isAddress ? normalizeBaseUrl(value).replace(/^https?:\/\//, '') : value;
}
