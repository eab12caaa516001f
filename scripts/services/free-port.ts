import { createServer } from 'node:net';
import { errorCode } from './error-code.ts';

/** `preferred` when nobody listens on it on any interface, else any free port; never one of `taken`. */
export async function freePort(preferred = 0, taken: readonly number[] = []): Promise<number> {
  const wishes = taken.includes(preferred) ? [0, 0, 0] : [preferred, 0, 0, 0];
  for (const wish of wishes) {
    const port = await tryListen(wish, '127.0.0.1');
    // A program that listens on every interface is stopped by a neighbour on any of them.
    if (port !== null && !taken.includes(port) && (await tryListen(port, '::')) !== null) return port;
  }
  throw new Error('no free port on 127.0.0.1');
}

/** The port it could listen on, or null when that is taken. A machine without IPv6 has nobody there. */
function tryListen(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) =>
      resolve(['EADDRINUSE', 'EACCES'].includes(errorCode(error) ?? '') ? null : port),
    );
    server.listen(port, host, () => {
      const address = server.address();
      const found = address !== null && typeof address === 'object' ? address.port : null;
      server.close(() => resolve(found));
    });
  });
}
