import { createChatwoot } from './channels/chatwoot/index.ts';
import type {
  Budgets,
  EngineCloud,
  Integrations,
  Probes,
  RequestObserver,
  SetUps,
  UpstreamName,
} from './contract/index.ts';
import { createSetUps } from './create-set-ups.ts';
import { createChatApi } from './engines/botpress/chat-api/index.ts';
import { createCloud } from './engines/botpress/cloud/create-cloud.ts';
import { systemWait } from './engines/botpress/cloud/send-request.ts';
import { detectDialect } from './engines/botpress/detect-dialect.ts';
import { createGeneric } from './engines/botpress/generic/index.ts';
import { createMessagingApi } from './engines/botpress/messaging-api/index.ts';
import { createV12 } from './engines/botpress/v12/index.ts';
import { createHttp, observeRequests } from './http/index.ts';
import { createProbes } from './probes/create-probes.ts';

export interface IntegrationsOptions {
  /** Upstream URLs may resolve to private addresses (`UPSTREAM_ALLOW_PRIVATE`). */
  allowPrivate: boolean;
  /** What every request to an upstream is paid from; left out, nothing is limited. */
  budgets?: Budgets | undefined;
  /** Told of each request, for metrics and traces. */
  observe?: RequestObserver | undefined;
}

export interface AllIntegrations extends Integrations {
  /** Where bots keep files and tables, and are kept themselves. */
  cloud: EngineCloud;
  /** What onboarding works with. */
  setUps: SetUps;
  /** What the doctor looks with. */
  probes: Probes;
  /** Ends the pool once its last request is over. */
  close(): Promise<void>;
}

/** Every provider, on one pool of connections. */
export function createIntegrations(options: IntegrationsOptions): AllIntegrations {
  const out = createHttp(options);
  const http = (upstream: UpstreamName) => observeRequests(out, { upstream, observe: options.observe });
  const own = createHttp({ allowPrivate: true });
  return {
    channels: { chatwoot: createChatwoot({ http: http('chatwoot'), nowMs: Date.now }) },
    engines: {
      chat_api: createChatApi({ http: http('chat_api') }),
      messaging_api: createMessagingApi({ http: http('messaging_api') }),
      generic: createGeneric({ http: http('generic'), nowMs: Date.now }),
      v12: createV12({ http: http('v12') }),
    },
    cloud: createCloud({ http: http('cloud'), random: Math.random, wait: systemWait }),
    setUps: createSetUps({ http: http('set_up'), own }),
    probes: createProbes({ http: http('probe') }),
    detectDialect,
    close: async () => void (await Promise.all([out.close(), own.close()])),
  };
}
