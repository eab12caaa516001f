import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, Resources } from '@tandem/runtime';
import { createRegistry, type Readiness } from '@tandem/telemetry';
import { expect, it } from 'vitest';
import { serveHealth } from './serve-health.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const ready: Readiness = { status: 'ready', database: 'ok', migrations: 'ok', pending: [], redis: 'ok' };

it('tells of a worker that starts, works and drains, and shows its metrics', async () => {
  const resources = new Resources();
  const port = await freePort();
  let now: Readiness | null = null;
  const registry = createRegistry({ process: 'worker' });
  await serveHealth({ readiness: () => now && Promise.resolve(now), registry, resources, port });
  const get = async (path: string) => await fetch(`http://127.0.0.1:${port}${path}`);
  expect([(await get('/livez')).status, (await get('/readyz')).status]).toEqual([200, 503]);
  now = ready;
  expect([(await get('/readyz')).status, await (await get('/readyz')).json()]).toEqual([200, ready]);
  now = { ...ready, status: 'draining' };
  expect([(await get('/livez')).status, (await get('/readyz')).status]).toEqual([200, 503]);
  expect(await (await get('/metrics')).text()).toContain('process="worker"');
  await resources.close();
});

it('says which variable to set when the port is taken', async () => {
  const resources = new Resources();
  const port = await freePort();
  const registry = createRegistry({ process: 'worker' });
  const serving = { readiness: () => null, registry, resources, port };
  await serveHealth(serving);
  const second = serveHealth(serving);
  await expect(second).rejects.toThrow(`port ${port} is taken: set WORKER_PORT`);
  await expect(second).rejects.toBeInstanceOf(ConfigError);
  await resources.close();
});
