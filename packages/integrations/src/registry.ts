import { createChatwoot } from './channels/chatwoot/index.ts';
import type { Integrations } from './contract/index.ts';
import { createChatApi } from './engines/botpress/chat-api/index.ts';
import { detectDialect } from './engines/botpress/detect-dialect.ts';
import { createGeneric } from './engines/botpress/generic/index.ts';
import { createHttp } from './http/index.ts';

/**
 * Every provider, on one pool of connections. `allowPrivate`: upstream URLs may resolve to private addresses
 * (`UPSTREAM_ALLOW_PRIVATE`). `close` ends the pool once its last request is over.
 */
export function createIntegrations(options: {
  allowPrivate: boolean;
}): Integrations & { close(): Promise<void> } {
  const http = createHttp(options);
  return {
    channels: { chatwoot: createChatwoot({ http, nowMs: Date.now }) },
    engines: {
      chat_api: createChatApi({ http }),
      generic: createGeneric({ http, nowMs: Date.now }),
    },
    detectDialect,
    close: () => http.close(),
  };
}
