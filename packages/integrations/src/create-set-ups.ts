import { connectSetUp } from './channels/chatwoot/set-up.ts';
import type { SetUps } from './contract/index.ts';
import type { Http } from './http/index.ts';
import { sendSelfTest } from './self-test/send-self-test.ts';

/** `own` reaches this installation itself, which may be at a private address whatever tenants' upstreams may. */
export function createSetUps(context: { http: Http; own: Http }): SetUps {
  return {
    chatwoot: (settings, pace) => connectSetUp(context.http, settings, pace),
    selfTest: (input) => sendSelfTest(context.own, input),
  };
}
