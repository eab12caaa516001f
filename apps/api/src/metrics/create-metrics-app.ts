import { answerMetrics } from '@tandem/telemetry';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';

/** `/metrics` on a port of its own, without a key (`METRICS_PORT`). */
export function createMetricsApp(registry: Registry): Hono {
  const app = new Hono();
  app.get('/metrics', () => answerMetrics(registry));
  return app;
}
