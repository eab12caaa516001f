import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Resources } from '@tandem/runtime';

/** Serves requests until the process stops, which cuts open pages. Port 0: a free one. */
export async function listen(
  handle: (request: Request) => Response | Promise<Response>,
  input: { host: string; port: number; resources: Resources },
): Promise<{ url: string }> {
  const server = createServer(getRequestListener(handle, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(input.port, input.host, resolve);
  });
  input.resources.defer('page server', async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the sandbox does not listen on a port');
  const host = input.host.includes(':') ? `[${input.host}]` : input.host;
  return { url: `http://${host}:${address.port}` };
}
