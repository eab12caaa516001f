import type { Channel } from '../../contract/index.ts';
import { type Http, spendBudget } from '../../http/index.ts';
import { connectChatwoot } from './client.ts';
import { parseSettings, secretSettings } from './settings.ts';
import { spendOfChatwoot } from './spend-of.ts';
import { readEvent } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Chatwoot as a channel: contracts/chatwoot.md. */
export function createChatwoot(http: Http): Channel {
  return {
    provider: 'chatwoot',
    secretSettings,
    verify: verifyWebhook,
    read: readEvent,
    connect: (settings, caller) =>
      connectChatwoot(spendBudget(http, { caller, spendOf: spendOfChatwoot }), parseSettings(settings)),
  };
}
