import { chatwootDoor, chatwootToken } from '../channels/chatwoot/probe-door.ts';
import { hostScope, spendOfChatwoot } from '../channels/chatwoot/spend-of.ts';
import type { Probes } from '../contract/index.ts';
import { probeChatKey } from '../engines/botpress/chat-api/probe-chat-key.ts';
import { botScope } from '../engines/botpress/spend-of.ts';
import { type Http, spendBudget } from '../http/index.ts';
import { visit } from './visit.ts';

/** Every look the doctor takes at an upstream. Reads count against no bot's budget (contracts/botpress.md §1a, Limits). */
export function createProbes({ http }: { http: Http }): Probes {
  const paid = (caller: { tenantId: string }) => spendBudget(http, { caller, spendOf: spendOfChatwoot });
  return {
    visit: ({ url }) => visit(http, { url, isExpected: ({ status }) => status < 500 }),
    chatwootDoor: ({ caller, baseUrl }) => chatwootDoor(paid(caller), baseUrl),
    chatwootToken: ({ caller, ...place }) => chatwootToken(paid(caller), place),
    budgetScopes: ({ chatwootUrl, engine }) => [
      ...(chatwootUrl === undefined ? [] : [hostScope(chatwootUrl)]),
      ...(engine === undefined ? [] : [botScope(engine.dialect, engine.settings)]),
    ],
    chatKey: ({ settings }) => probeChatKey(http, settings),
  };
}
