import { serve } from '@hono/node-server';
import type { Resources } from '@tandem/runtime';
import { Hono } from 'hono';
import { collectDefaultMetrics, register } from 'prom-client';
import type { Worker } from '../compose.ts';

/** `/livez`, `/readyz` and `/metrics` of a worker (product page §5.2). */
export async function serveHealth(input: {
  worker: Worker;
  resources: Resources;
  port: number;
}): Promise<void> {
  const app = new Hono();
  collectDefaultMetrics();
  app.get('/livez', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    try {
      await input.worker.ping();
      return c.text('ok');
    } catch {
      return c.text('the database does not answer', 503);
    }
  });
  app.get('/metrics', async (c) =>
    c.text(await register.metrics(), 200, { 'content-type': register.contentType }),
  );
  const server = serve({ fetch: app.fetch, port: input.port });
  input.resources.defer('health server', () => new Promise((resolve) => server.close(() => resolve())));
}
