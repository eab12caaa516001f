import { createServer, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { UpstreamError } from '../src/contract/index.ts';
import { createHttp, type HttpOptions } from '../src/http/create-http.ts';
import type { HttpAndFiles, HttpRequest } from '../src/http/http.ts';

export const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

export function open(options: Partial<HttpOptions> = {}): HttpAndFiles {
  const http = createHttp({ allowPrivate: true, connectTimeoutMs: 1_000, ...options });
  closers.push(() => http.close());
  return http;
}

/** A server that shows each byte; `answer` is called per chunk. */
export async function listen(answer: (socket: Socket, chunk: string, count: number) => void) {
  const seen = { connections: 0, bytes: '' };
  const sockets = new Set<Socket>();
  let count = 0;
  const server: Server = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      seen.bytes += chunk.toString('latin1');
      count += 1;
      answer(socket, chunk.toString('latin1'), count);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, seen, sockets };
}

export const ok = (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
export const write = (url: string): HttpRequest => ({
  method: 'POST',
  url,
  json: { a: 1 },
  timeoutMs: 1_000,
  write: true,
});
export const read = (url: string): HttpRequest => ({ method: 'GET', url, timeoutMs: 1_000, write: false });
export const failure = (promise: Promise<unknown>): Promise<UpstreamError> =>
  promise.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: unknown) => {
      if (error instanceof UpstreamError) return error;
      throw error;
    },
  );
