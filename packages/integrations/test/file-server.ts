import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach } from 'vitest';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

export interface FileServer {
  url: string;
  port: number;
  /** Paths asked for, in order. */
  asked: string[];
  close(): Promise<unknown>;
}

/** A web server that answers as told; closed after the test. */
export async function serveFiles(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FileServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.on('error', () => {});
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  closers.push(close);
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, asked, close };
}

/** Sends so many bytes, no faster than they are taken; `told` names the length in the header. */
export function sendBytes(response: ServerResponse, bytes: number, told: boolean): void {
  const chunk = Buffer.alloc(64 * 1024, 'tandem');
  if (told) response.setHeader('content-length', bytes);
  let left = bytes;
  const push = () => {
    while (left > 0) {
      const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      if (!response.write(part)) return response.once('drain', push);
    }
    return response.end();
  };
  push();
}
