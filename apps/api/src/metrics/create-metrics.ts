import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { WebhookDeps } from '../webhooks/webhook-routes.ts';

export interface Metrics {
  registry: Registry;
  observeWebhook: WebhookDeps['observe'];
}

/** The api's own figures. Labels have few values and name no tenant. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const webhooks = new Counter({
    name: 'tandem_webhooks_total',
    help: 'Webhooks by provider, outcome and the kind of event that was stored.',
    labelNames: ['provider', 'outcome', 'kind'],
    registers: [registry],
  });
  const ack = new Histogram({
    name: 'tandem_webhook_ack_seconds',
    help: 'From the first byte of a webhook to its answer.',
    labelNames: ['provider'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  return {
    registry,
    observeWebhook: ({ provider, outcome, kind, durationMs }) => {
      webhooks.inc({ provider, outcome, kind: kind ?? '' });
      ack.observe({ provider }, durationMs / 1_000);
    },
  };
}
