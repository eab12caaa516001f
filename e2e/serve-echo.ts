import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An upstream that fails with all that it was sent, tokens too, as some do when they are debugged. */
export async function serveEcho(
  status = 400,
): Promise<{ url: string; requests(): number; close(): Promise<void> }> {
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    const { method, url, headers } = request;
    const body = await text(request);
    const message = `not accepted: ${JSON.stringify({ method, url, headers, body })}`;
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-error': headers.authorization ?? '',
    });
    response.end(JSON.stringify({ error: message, message, errors: [message] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
