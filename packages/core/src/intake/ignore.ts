import type { Verdict } from '@tandem/integrations/contract';
import type { WebhookOutcome } from './context.ts';

/** What readers say of an event that only onboarding sends: Chatwoot's by its event, Botpress's by its type. */
const selfTests = new Set(['event tandem_self_test', 'tandem_self_test']);

/** An authentic event that nothing is done about. A self-test is told which proof was accepted. Pure. */
export function ignore(reason: string, verdict: Verdict & { ok: true }): WebhookOutcome {
  if (!selfTests.has(reason)) return { status: 'ignored', reason };
  return { status: 'ignored', reason: `self-test, proved by ${verdict.scheme}` };
}
