import type { Channel } from '../../contract/index.ts';
import type { Http } from '../../http/index.ts';
import { createRightsMemory } from './bot-rights.ts';
import { connectChatwoot } from './client.ts';
import { parseSettings, secretSettings } from './settings.ts';
import { readEvent } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Chatwoot as a channel: contracts/chatwoot.md. */
export function createChatwoot({ http, nowMs }: { http: Http; nowMs: () => number }): Channel {
  const rightsOf = createRightsMemory({ nowMs });
  return {
    provider: 'chatwoot',
    secretSettings,
    verify: verifyWebhook,
    read: readEvent,
    connect(stored) {
      const settings = parseSettings(stored);
      return connectChatwoot(http, { settings, rights: rightsOf(settings) });
    },
  };
}
