import { connectSetUp } from './channels/chatwoot/set-up.ts';
import { spendOfChatwoot } from './channels/chatwoot/spend-of.ts';
import type { SetUps } from './contract/index.ts';
import { type Http, spendBudget } from './http/index.ts';
import { sendSelfTest } from './self-test/send-self-test.ts';

/** `own` reaches this installation itself, which may be at a private address whatever tenants' upstreams may. */
export function createSetUps(context: { http: Http; own: Http }): SetUps {
  return {
    chatwoot(settings, pace) {
      const { caller } = pace;
      return connectSetUp(spendBudget(context.http, { caller, spendOf: spendOfChatwoot }), settings, pace);
    },
    selfTest: (input) => sendSelfTest(context.own, input),
  };
}
