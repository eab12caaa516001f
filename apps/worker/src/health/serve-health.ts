import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { explainListenError, type Resources } from '@tandem/runtime';
import { answerMetrics, answerReadiness, type Readiness } from '@tandem/telemetry';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';

interface HealthInput {
  /** Null while the worker still starts. */
  readiness(): Promise<Readiness> | null;
  registry: Registry;
  resources: Resources;
  /** The address to listen on; all of the machine's when left out. */
  host?: string | undefined;
  port: number;
}

/**
 * `/livez`, `/readyz` and `/metrics` of a worker (product page §5.2). Opened first and closed last, so that it tells of a worker
 * that starts or drains. A taken port is a `ConfigError`.
 */
export async function serveHealth(input: HealthInput): Promise<void> {
  const app = new Hono();
  app.get('/livez', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    const readiness = await input.readiness();
    return readiness === null ? c.json({ status: 'starting' }, 503) : answerReadiness(readiness);
  });
  app.get('/metrics', () => answerMetrics(input.registry));
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) =>
      reject(explainListenError(error, { port: input.port, variable: 'WORKER_PORT' }));
    server.once('error', fail);
    server.listen({ port: input.port, host: input.host }, () => {
      server.off('error', fail);
      resolve();
    });
  });
  input.resources.defer('health server', () => close(server));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
