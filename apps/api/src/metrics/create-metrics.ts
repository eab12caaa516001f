import { createRegistry } from '@tandem/telemetry';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { WebhookDeps } from '../webhooks/take-webhook.ts';

export interface Metrics {
  registry: Registry;
  observeWebhook: WebhookDeps['observe'];
  /** Told of each outage that was written down. */
  countOutage(): void;
}

/** The api's own figures. Labels have few values and name no tenant. */
export function createMetrics(): Metrics {
  const registry = createRegistry({ process: 'api' });
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
  const outages = new Counter({
    name: 'tandem_outages_total',
    help: 'Stretches of time in which webhooks could not be taken, as this process found them.',
    registers: [registry],
  });
  return {
    registry,
    observeWebhook: ({ provider, outcome, kind, durationMs }) => {
      webhooks.inc({ provider, outcome, kind: kind ?? '' });
      ack.observe({ provider }, durationMs / 1_000);
    },
    countOutage: () => outages.inc(),
  };
}
