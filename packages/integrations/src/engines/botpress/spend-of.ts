import type { BudgetScope, EngineDialect } from '../../contract/index.ts';
import type { SpendOf } from '../../http/index.ts';

/**
 * What every request to a bot counts against. Botpress limits messages and events of customers to 600 a minute per bot
 * (contracts/botpress.md §1a, Limits); reads and openings are counted too, so that no way of counting finds more.
 */
export function spendOfBot(dialect: EngineDialect, settings: Record<string, unknown>): SpendOf {
  const scopes: BudgetScope[] = [{ kind: 'botpress-bot', id: botOf(dialect, settings) }];
  return () => ({ scopes, optional: false });
}

/** Names the bot the same for all tenants who share it, however they spell its address. */
function botOf(dialect: EngineDialect, settings: Record<string, unknown>): string {
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
  const url = /^https?:/i.test(value) ? URL.parse(value) : null;
  return url ? `${url.host}${url.pathname.replace(/\/+$/, '')}` : value;
}
