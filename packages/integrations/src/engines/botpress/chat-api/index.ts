import type { Engine } from '../../../contract/index.ts';
import { type Http, spendBudget } from '../../../http/index.ts';
import { secretSettings } from '../settings.ts';
import { spendOfBot } from '../spend-of.ts';
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
      const spendOf = spendOfBot('chat_api', settings);
      const http = spendBudget(context.http, { caller, spendOf });
      return createClient({ http }, parseChatApiSettings(settings));
    },
  };
}
