import { answerMetrics, answerReadiness, type Readiness } from '@tandem/telemetry';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';

export interface HealthDeps {
  readiness(): Promise<Readiness>;
  registry: Registry;
  /** Whether this header may read `/metrics`; null: `/metrics` is served on a port of its own. */
  mayReadMetrics: ((authorization: string | undefined) => Promise<boolean>) | null;
}

/** `/livez`: the process runs, whatever its stores do. `/readyz`: it may be given traffic. `/metrics`: for a platform key. */
export function createHealthRoutes(deps: HealthDeps): Hono {
  const app = new Hono();
  const { mayReadMetrics } = deps;
  app.get('/livez', (c) => c.text('ok'));
  app.get('/readyz', async () => answerReadiness(await deps.readiness()));
  if (mayReadMetrics) {
    app.get('/metrics', async (c) => {
      if (!(await mayReadMetrics(c.req.header('authorization'))))
        return c.text('send a platform key as bearer token', 401);
      return await answerMetrics(deps.registry);
    });
  }
  return app;
}
