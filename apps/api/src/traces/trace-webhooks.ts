import type { Database } from '@tandem/db';
import { type Resources, systemClock } from '@tandem/runtime';
import { zInboundId } from '@tandem/schemas';
import type { Tracing } from '@tandem/telemetry';
import type { WebhookDeps } from '../webhooks/take-webhook.ts';
import { placeWebhooks } from './place-webhooks.ts';

interface TraceWebhooks {
  tracing: Tracing;
  database: Database;
  resources: Resources;
}

/** Has stored webhooks reported in the traces of their turns; what is left is reported when the api closes. */
export function traceWebhooks({ tracing, database, resources }: TraceWebhooks): WebhookDeps['observe'] {
  const now = () => systemClock.now();
  const traces = placeWebhooks({
    tracing,
    places: (tenantId, ids) => database.enter(tenantId).traces.places(ids),
    now,
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  });
  resources.defer('traces of webhooks', () => traces.close());
  return ({ provider, durationMs, stored }) => {
    if (!stored) return;
    const endedAtMs = now().getTime();
    const { tenantId, kind, outboundId = null } = stored;
    const id = zInboundId.parse(stored.id);
    traces.note({ provider, kind, tenantId, id, outboundId, startedAtMs: endedAtMs - durationMs, endedAtMs });
  };
}
