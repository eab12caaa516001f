import {
  type IntakeContext,
  receiveChannelWebhook,
  receiveEngineWebhook,
  type WebhookOutcome,
} from '@tandem/core/intake';
import type { WebhookRequest } from '@tandem/integrations/contract';
import type { Logger } from '@tandem/runtime';
import { Hono } from 'hono';
import { answerOutcome, errorBody } from './answer-outcome.ts';
import { readBody } from './read-body.ts';

const bytesMax = 5 * 1_024 * 1_024;
/** Chatwoot waits 5 s; what cannot be stored is answered well before (product page §2.1). */
const storeTimeoutMs = 2_500;

const receivers = { chatwoot: receiveChannelWebhook, botpress: receiveEngineWebhook };
type Provider = keyof typeof receivers;

export interface WebhookDeps {
  intake: IntakeContext;
  log: Logger;
  now(): Date;
  newId(): string;
  /** Told of each webhook: for counters and the event feed. */
  observe(event: {
    provider: Provider;
    outcome: WebhookOutcome['status'] | 'failed' | 'too-large';
    kind: string | null;
    durationMs: number;
    /** What was stored now; null: nothing was. */
    stored: Stored | null;
  }): void;
}

type Stored = Extract<WebhookOutcome, { status: 'accepted' | 'duplicate' }>;

/** The webhook routes, with and without key and trailing slash: one pipeline for all providers. */
export function createWebhookRoutes(deps: WebhookDeps): Hono {
  const app = new Hono();
  for (const provider of ['chatwoot', 'botpress'] as const) {
    const path = `/api/webhooks/chatbot/${provider}`;
    for (const route of [path, `${path}/`]) app.post(route, (c) => receive(deps, provider, c.req.raw, null));
    for (const route of [`${path}/:key`, `${path}/:key/`]) {
      app.post(route, (c) => receive(deps, provider, c.req.raw, c.req.param('key') ?? null));
    }
  }
  return app;
}

async function receive(
  deps: WebhookDeps,
  provider: Provider,
  raw: Request,
  webhookKey: string | null,
): Promise<Response> {
  const startedAtMs = performance.now();
  const observe = (
    outcome: WebhookOutcome['status'] | 'failed' | 'too-large',
    stored: Stored | null = null,
  ) =>
    deps.observe({
      provider,
      outcome,
      kind: stored?.kind ?? null,
      durationMs: performance.now() - startedAtMs,
      stored: stored?.status === 'accepted' ? stored : null,
    });
  try {
    const body = await readBody(raw, bytesMax);
    if (body === 'too-large') {
      observe('too-large');
      return json(413, errorBody('payload_too_large', 'a webhook body may have at most 5 MiB', deps.newId()));
    }
    const header = (name: string) => raw.headers.get(name) ?? undefined;
    const request: WebhookRequest = { header, body, receivedAtMs: deps.now().getTime() };
    const outcome = await withinTime(receivers[provider](deps.intake, { webhookKey, request }));
    observe(outcome.status, 'kind' in outcome ? outcome : null);
    const answer = answerOutcome(outcome, outcome.status === 'accepted' ? '' : deps.newId());
    return json(answer.status, answer.body, answer.headers);
  } catch (error) {
    observe('failed');
    const requestId = deps.newId();
    deps.log.error({ err: error, requestId, provider }, 'webhook could not be stored');
    return json(500, errorBody('internal', 'the event could not be stored: send it again', requestId));
  }
}

/** Chatwoot retries a 500 and nothing else: also when the database hangs it must get one in time. */
async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not stored within ${storeTimeoutMs} ms`)), storeTimeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
