import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Admin, openAdmin } from './open-admin.ts';

export interface Served extends Admin {
  url: string;
  /** Ends every connection, as a network does. */
  cutConnections(): void;
}

/** The admin app on a port of its own. */
export async function serveAdmin(...options: Parameters<typeof openAdmin>): Promise<Served> {
  const admin = openAdmin(...options);
  // Plain HTTP, as no other kind of server was asked for.
  const server = createAdaptorServer({ fetch: admin.app.fetch }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    ...admin,
    url: `http://127.0.0.1:${port}`,
    cutConnections: () => server.closeAllConnections(),
    close: async () => {
      server.close();
      await once(server, 'close');
      await admin.close();
    },
  };
}
