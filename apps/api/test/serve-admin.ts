import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Admin, openAdmin } from './open-admin.ts';

/** The admin app on a port of its own. */
export async function serveAdmin(...options: Parameters<typeof openAdmin>): Promise<Admin & { url: string }> {
  const admin = openAdmin(...options);
  const server = createAdaptorServer({ fetch: admin.app.fetch });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    ...admin,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      await once(server, 'close');
      await admin.close();
    },
  };
}
