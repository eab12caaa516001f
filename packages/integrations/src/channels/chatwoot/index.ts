import type { Channel } from '../../contract/index.ts';
import { type HttpAndFiles, spendBudget } from '../../http/index.ts';
import { createRightsMemory } from './bot-rights.ts';
import { connectChatwoot } from './client.ts';
import { contactOf } from './contact-of.ts';
import { inboxKind } from './inbox-abilities.ts';
import { parseSettings, secretSettings } from './settings.ts';
import { spendOfChatwoot } from './spend-of.ts';
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
    contactOf,
    isPlain,
    split,
    connect(stored, caller) {
      const settings = parseSettings(stored);
      const paid = spendBudget(http, { caller, spendOf: spendOfChatwoot });
      return connectChatwoot(paid, { settings, rights: rightsOf(settings) });
    },
  };
}
