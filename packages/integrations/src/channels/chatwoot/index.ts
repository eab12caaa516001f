import type { Channel } from '../../contract/index.ts';
import type { Http } from '../../http/index.ts';
import { connectChatwoot } from './client.ts';
import { parseSettings, secretSettings } from './settings.ts';
import { readEvent } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Chatwoot as a channel: contracts/chatwoot.md. */
export function createChatwoot(http: Http): Channel {
  return {
    provider: 'chatwoot',
    secretSettings,
    verify: verifyWebhook,
    read: readEvent,
    connect: (settings) => connectChatwoot(http, parseSettings(settings)),
  };
}
