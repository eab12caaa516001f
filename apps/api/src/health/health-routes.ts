import type { Logger } from '@tandem/runtime';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';

export interface HealthDeps {
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  isDraining(): boolean;
  registry: Registry;
  /** Whether this header may read `/metrics`; null: `/metrics` is served on a port of its own. */
  mayReadMetrics: ((authorization: string | undefined) => Promise<boolean>) | null;
  log: Pick<Logger, 'warn'>;
}

/** `/livez`: the process runs. `/readyz`: it may be given traffic. `/metrics`: for a platform key. */
export function createHealthRoutes(deps: HealthDeps): Hono {
  const app = new Hono();
  const { mayReadMetrics } = deps;
  app.get('/livez', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    if (deps.isDraining()) return c.text('draining', 503);
    try {
      await deps.ping();
      return c.text('ok');
    } catch (error) {
      deps.log.warn({ err: error }, 'not ready: the database does not answer');
      return c.text('the database does not answer', 503);
    }
  });
  if (mayReadMetrics) {
    app.get('/metrics', async (c) => {
      if (!(await mayReadMetrics(c.req.header('authorization'))))
        return c.text('send a platform key as bearer token', 401);
      return c.text(await deps.registry.metrics(), 200, { 'content-type': deps.registry.contentType });
    });
  }
  return app;
}
