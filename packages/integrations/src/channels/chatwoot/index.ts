import type { Channel } from '../../contract/index.ts';
import type { HttpAndFiles } from '../../http/index.ts';
import { createRightsMemory } from './bot-rights.ts';
import { connectChatwoot } from './client.ts';
import { inboxKind } from './inbox-abilities.ts';
import { parseSettings, secretSettings } from './settings.ts';
import { isPlain, split } from './split.ts';
import { readEvent } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Chatwoot as a channel: contracts/chatwoot.md. */
export function createChatwoot({ http, nowMs }: { http: HttpAndFiles; nowMs: () => number }): Channel {
  const rightsOf = createRightsMemory({ nowMs });
  return {
    provider: 'chatwoot',
    secretSettings,
    verify: verifyWebhook,
    read: readEvent,
    inboxKind,
    isPlain,
    split,
    connect(stored) {
      const settings = parseSettings(stored);
      return connectChatwoot(http, { settings, rights: rightsOf(settings) });
    },
  };
}
