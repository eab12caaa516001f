import type { Engine } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { secretSettings } from '../settings.ts';
import { payForBot } from '../spend-of.ts';
import { createClient } from './client.ts';
import { parseGenericSettings } from './settings.ts';
import { readBody } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Any bot server that speaks the dialect of product page §5.3. */
export function createGeneric(context: { http: Http; nowMs: () => number }): Engine {
  return {
    dialect: 'generic',
    secretSettings,
    lenient: false,
    verify: verifyWebhook,
    read: readBody,
    connect(settings, caller) {
      const http = payForBot(context.http, { dialect: 'generic', settings, caller });
      return createClient({ ...context, http }, parseGenericSettings(settings));
    },
  };
}
