import type { SelfTestAnswer } from '@tandem/integrations/contract';
import type { ReadyEngine } from './botpress/follow-engine-plan.ts';
import { type OnboardingRun, type StepDone, StepRefused, StepUnsettled } from './run.ts';

interface WebhookTest {
  provider: 'chatwoot' | 'botpress';
  url: string;
  secret: string | null;
  body: object;
}

/** A change is live in every process within a second (product page, invariant 10); without Redis within half a minute. */
const triesMax = 8;
const betweenMs = 500;
const laterMs = 10_000;

/** Sends what the bot would send. The event is authenticated and then ignored: no conversation knows of it. Answers the proof. */
export async function testChannel(
  run: OnboardingRun,
  { url, secret, inboxId }: { url: string; secret: string | null; inboxId: number },
): Promise<StepDone<string>> {
  const body = { account: { id: run.input.chatwoot.accountId }, inbox: { id: inboxId } };
  return await testWebhook(run, { provider: 'chatwoot', url, secret, body });
}

/** The same for the Chat integration; an engine that was not set up here keeps its URL to itself. */
export async function testEngine(
  run: OnboardingRun,
  engine: ReadyEngine | null,
): Promise<StepDone<string | null>> {
  if (engine === null) return { outcome: 'skipped', detail: 'Botpress was not set up here', value: null };
  return await testWebhook(run, { provider: 'botpress', ...engine, body: { data: {} } });
}

async function testWebhook(run: OnboardingRun, test: WebhookTest): Promise<StepDone<string>> {
  const { context } = run;
  for (let tries = 1; ; tries += 1) {
    await run.stay();
    const answer = await context.setUps.selfTest({ ...test, nowMs: context.now().getTime() });
    const proof = proofOf(answer);
    if (proof !== null) return { outcome: 'found', detail: `accepted, proved by ${proof}`, value: proof };
    const mayBeStale = answer.status === 401 || answer.status === 404;
    if (!mayBeStale) throw new StepRefused(refusal(answer.status));
    if (tries === triesMax) throw new StepUnsettled(refusal(answer.status), laterMs);
    await context.wait(betweenMs);
  }
}

const proofOf = ({ status, reason }: SelfTestAnswer): string | null =>
  status === 200 ? (/^self-test, proved by ([a-z-]+)$/.exec(reason ?? '')?.[1] ?? null) : null;

function refusal(status: number): string {
  if (status === 401) return 'The webhook URL refuses the proof (401): do all processes use one database?';
  if (status === 404)
    return 'The webhook URL is not known there (404): does PUBLIC_URL lead to this installation?';
  return `The webhook URL answers ${status} and no self-test: does PUBLIC_URL lead to this installation, without a redirect?`;
}
