import type { Engine } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { secretSettings } from '../settings.ts';
import { payForBot } from '../spend-of.ts';
import { createClient } from './client.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { parseV12Settings } from './settings.ts';
import { readCallback } from './translate.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** A self-hosted Botpress v12 over its Converse API (contracts/botpress.md §1e). */
export function createV12(context: { http: Http }): Engine {
  const oneAtATime = createOneAtATime();
  return {
    dialect: 'v12',
    secretSettings,
    lenient: true,
    verify: verifyWebhook,
    read: readCallback,
    connect(settings, caller) {
      const http = payForBot(context.http, { dialect: 'v12', settings, caller });
      return createClient({ http, oneAtATime }, parseV12Settings(settings));
    },
  };
}
