import type { Engine } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { secretSettings } from '../settings.ts';
import { payForBot } from '../spend-of.ts';
import { createClient } from './client.ts';
import { parseChatApiSettings } from './settings.ts';
import { readSignal } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Botpress Cloud over its Chat API (contracts/botpress.md §1a). */
export function createChatApi(context: { http: Http }): Engine {
  return {
    dialect: 'chat_api',
    secretSettings,
    lenient: true,
    verify: verifyWebhook,
    read: readSignal,
    connect(settings, caller) {
      const http = payForBot(context.http, { dialect: 'chat_api', settings, caller });
      return createClient({ http }, parseChatApiSettings(settings));
    },
  };
}
