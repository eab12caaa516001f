import { createChatwoot } from './channels/chatwoot/index.ts';
import type { Budgets, EngineCloud, Integrations, Probes, SetUps } from './contract/index.ts';
import { createSetUps } from './create-set-ups.ts';
import { createChatApi } from './engines/botpress/chat-api/index.ts';
import { createCloud } from './engines/botpress/cloud/create-cloud.ts';
import { systemWait } from './engines/botpress/cloud/send-request.ts';
import { detectDialect } from './engines/botpress/detect-dialect.ts';
import { createGeneric } from './engines/botpress/generic/index.ts';
import { createMessagingApi } from './engines/botpress/messaging-api/index.ts';
import { createV12 } from './engines/botpress/v12/index.ts';
import { createHttp } from './http/index.ts';
import { createProbes } from './probes/create-probes.ts';

/**
 * Every provider, on one pool of connections. `allowPrivate`: upstream URLs may resolve to private addresses
 * (`UPSTREAM_ALLOW_PRIVATE`). `budgets`: what every request to an upstream is paid from; left out, nothing is limited.
 * `cloud`: where bots keep files and tables, and are kept themselves. `setUps`: what onboarding works with. `probes`: what the doctor looks with.
 * `close` ends
 * the pool once its last request is over.
 */
export function createIntegrations(options: {
  allowPrivate: boolean;
  budgets?: Budgets | undefined;
}): Integrations & { cloud: EngineCloud; setUps: SetUps; probes: Probes; close(): Promise<void> } {
  const http = createHttp(options);
  const own = createHttp({ allowPrivate: true });
  return {
    channels: { chatwoot: createChatwoot({ http, nowMs: Date.now }) },
    engines: {
      chat_api: createChatApi({ http }),
      messaging_api: createMessagingApi({ http }),
      generic: createGeneric({ http, nowMs: Date.now }),
      v12: createV12({ http }),
    },
    cloud: createCloud({ http, random: Math.random, wait: systemWait }),
    setUps: createSetUps({ http, own }),
    probes: createProbes({ http }),
    detectDialect,
    close: async () => void (await Promise.all([http.close(), own.close()])),
  };
}
