import { Hono } from 'hono';
import type { Registry } from 'prom-client';

/** `/metrics` on a port of its own, without a key (`METRICS_PORT`). */
export function createMetricsApp(registry: Registry): Hono {
  const app = new Hono();
  app.get('/metrics', async (c) =>
    c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  return app;
}
