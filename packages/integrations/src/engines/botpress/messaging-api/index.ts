import type { Engine } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { secretSettings } from '../settings.ts';
import { payForBot } from '../spend-of.ts';
import { createClient } from './client.ts';
import { parseMessagingApiSettings } from './settings.ts';
import { readCallback } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Botpress Cloud over the community's Messaging API (contracts/botpress.md §1b). */
export function createMessagingApi(context: { http: Http }): Engine {
  return {
    dialect: 'messaging_api',
    secretSettings,
    lenient: true,
    verify: verifyWebhook,
    read: readCallback,
    connect(settings, caller) {
      const http = payForBot(context.http, { dialect: 'messaging_api', settings, caller });
      return createClient({ http }, parseMessagingApiSettings(settings));
    },
  };
}
