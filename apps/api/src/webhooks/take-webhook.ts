import {
  type IntakeContext,
  receiveChannelWebhook,
  receiveEngineWebhook,
  type WebhookOutcome,
} from '@tandem/core/intake';
import type { WebhookRequest } from '@tandem/integrations/contract';
import { type Logger, withinTime } from '@tandem/runtime';
import { type Answer, answerOutcome, errorBody, noRoom } from './answer-outcome.ts';

const bytesMax = 5 * 1_024 * 1_024;
/** Chatwoot waits 5 s; what cannot be stored is answered well before (product page §2.1). */
const storeTimeoutMs = 2_500;
/** Chatwoot retries a 500 and nothing else: also when the database hangs it must get one. */
const inTime = { ms: storeTimeoutMs, late: `not stored within ${storeTimeoutMs} ms` };

const receivers = { chatwoot: receiveChannelWebhook, botpress: receiveEngineWebhook };
export type Provider = keyof typeof receivers;

export interface WebhookDeps {
  intake: IntakeContext;
  log: Logger;
  now(): Date;
  newId(): string;
  /** Told of each webhook: for counters and the event feed. */
  observe(event: {
    provider: Provider;
    outcome: Observed;
    kind: string | null;
    durationMs: number;
    /** What was stored now; null: nothing was. */
    stored: Stored | null;
  }): void;
}

type Stored = Extract<WebhookOutcome, { status: 'accepted' | 'duplicate' }>;
type Observed = WebhookOutcome['status'] | 'failed' | 'too-large' | 'cut-off';

export type RawBody = Buffer | 'too-large' | 'no-room';

/** A webhook at the door, whichever server it came through. */
interface Webhook {
  provider: Provider;
  /** Null: it came without one. */
  webhookKey: string | null;
  /** Looks names up in lower case. */
  header: WebhookRequest['header'];
  /** Rejects when it does not come whole. */
  read(bytesMax: number): Promise<RawBody>;
  /** Nothing of what was read is kept any more: that may be later than the answer. */
  done?(): void;
}

/** One pipeline for all providers and doors: reads, receives, observes. Never rejects. */
export async function takeWebhook(deps: WebhookDeps, webhook: Webhook): Promise<Answer> {
  const { provider, webhookKey, header } = webhook;
  const startedAtMs = performance.now();
  const observe = (outcome: Observed, stored: Stored | null = null) =>
    deps.observe({
      provider,
      outcome,
      kind: stored?.kind ?? null,
      durationMs: performance.now() - startedAtMs,
      stored: stored?.status === 'accepted' ? stored : null,
    });
  try {
    const body = await webhook.read(bytesMax).catch(() => null);
    if (body === null) {
      // Its sender went away: no failure of ours, or anybody could have one noted.
      observe('cut-off');
      return { status: 400, body: errorBody('bad_request', 'the body did not come whole', deps.newId()) };
    }
    if (body === 'too-large') {
      observe('too-large');
      const refusal = errorBody('payload_too_large', 'a webhook body may have at most 5 MiB', deps.newId());
      return { status: 413, body: refusal };
    }
    if (body === 'no-room') {
      observe('limited');
      return noRoom(deps.newId());
    }
    const request: WebhookRequest = { header, body, receivedAtMs: deps.now().getTime() };
    const received = receivers[provider](deps.intake, { webhookKey, request });
    const done = () => webhook.done?.();
    received.then(done, done);
    const outcome = await withinTime(received, inTime);
    observe(outcome.status, 'kind' in outcome ? outcome : null);
    return answerOutcome(outcome, outcome.status === 'accepted' ? '' : deps.newId());
  } catch (error) {
    observe('failed');
    const requestId = deps.newId();
    deps.log.error({ err: error, requestId, provider }, 'webhook could not be stored');
    return {
      status: 500,
      body: errorBody('internal', 'the event could not be stored: send it again', requestId),
    };
  }
}
