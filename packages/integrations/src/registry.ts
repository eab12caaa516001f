import { createChatwoot } from './channels/chatwoot/index.ts';
import type { EngineCloud, Integrations, SetUps } from './contract/index.ts';
import { createSetUps } from './create-set-ups.ts';
import { createChatApi } from './engines/botpress/chat-api/index.ts';
import { createCloud } from './engines/botpress/cloud/create-cloud.ts';
import { systemWait } from './engines/botpress/cloud/send-request.ts';
import { detectDialect } from './engines/botpress/detect-dialect.ts';
import { createGeneric } from './engines/botpress/generic/index.ts';
import { createHttp } from './http/index.ts';

/**
 * Every provider, on one pool of connections. `allowPrivate`: upstream URLs may resolve to private addresses
 * (`UPSTREAM_ALLOW_PRIVATE`). `cloud`: where bots keep files and tables, and are kept themselves. `setUps`: what
 * onboarding works with. `close` ends the pool once its last request is over.
 */
export function createIntegrations(options: {
  allowPrivate: boolean;
}): Integrations & { cloud: EngineCloud; setUps: SetUps; close(): Promise<void> } {
  const http = createHttp(options);
  const own = createHttp({ allowPrivate: true });
  return {
    channels: { chatwoot: createChatwoot(http) },
    engines: {
      chat_api: createChatApi({ http }),
      generic: createGeneric({ http, nowMs: Date.now }),
    },
    cloud: createCloud({ http, random: Math.random, wait: systemWait }),
    setUps: createSetUps({ http, own }),
    detectDialect,
    close: async () => void (await Promise.all([http.close(), own.close()])),
  };
}
