import { createServer, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { explainListenError, type Resources } from '@tandem/runtime';
import type { Hono } from 'hono';
import type { Front } from './webhooks/serve-webhooks.ts';

interface ListenInput {
  /** The address to listen on; all of the machine's when left out. */
  host?: string | undefined;
  port: number;
  /** The variable that names the port. */
  variable: 'PORT' | 'METRICS_PORT';
  resources: Resources;
  name: string;
  /** Asked first; the app gets what it does not answer. */
  front?: Front;
}

/** Requests under way when the process stops get this long: a webhook is answered within 3 s. */
const drainMs = 4_000;

/** So long what is idle stays open, as a request may be on its way over it; one that comes is answered with the end. */
const idleMs = 1_000;
/** How often connections are looked for whose last request has been answered meanwhile. */
const idleCheckMs = 50;
/** A request has so long to come whole, and its headers so long. */
const timeouts = { headersTimeout: 15_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 };

/**
 * Serves an app and registers its close: no new connections; requests under way, and those that still come over open connections,
 * are answered, with which their connections end. A taken port is a `ConfigError`.
 */
export async function listen(app: Hono, input: ListenInput): Promise<{ port: number }> {
  const { front = () => false } = input;
  const serveApp = getRequestListener(app.fetch);
  const server = createServer(timeouts, (incoming, outgoing) => {
    if (!server.listening) outgoing.shouldKeepAlive = false;
    if (!front(incoming, outgoing)) void serveApp(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => reject(explainListenError(error, input));
    server.once('error', fail);
    server.listen({ port: input.port, host: input.host }, () => {
      server.off('error', fail);
      resolve();
    });
  });
  input.resources.defer(input.name, () => drain(server));
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : input.port };
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    let check: NodeJS.Timeout | undefined;
    const wait = setTimeout(() => {
      check = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    }, idleMs);
    // Not the HTTP server's own close: it cuts what is idle at once.
    NetServer.prototype.close.call(server, () => {
      for (const timer of [cut, wait, check]) clearTimeout(timer);
      resolve();
    });
  });
}
