import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Faults } from './faults.ts';

export interface ServedFake {
  /** Answers in-process; a cut connection rejects. */
  fetch(request: Request): Promise<Response>;
  /** Listens on 127.0.0.1; port 0 or none: a free one. */
  listen(input?: { port?: number }): Promise<{ url: string; port: number }>;
  /** Ends connections, timers and the server. */
  close(): Promise<void>;
}

interface FakeToServe {
  faults: Faults;
  handle(request: Request): Response | Promise<Response>;
  /** Names the operation of a request, for the `only` of a knob. */
  operationOf(method: string, path: string): string;
  /** How this upstream says 429 and 500. */
  refuse(status: 429 | 500): Response;
}

const delayMsDefault = 1_000;

/** Puts a fake behind real HTTP, with its request faults in front. */
export function serveFake(fake: FakeToServe): ServedFake {
  const timers = new Set<NodeJS.Timeout>();
  let server: Server | null = null;

  const later = (delayMs: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, delayMs);
    timers.add(timer);
  };
  const wait = (delayMs: number) => new Promise<void>((resolve) => later(delayMs, resolve));

  /** Null: the connection is to be cut. */
  async function answer(request: Request): Promise<Response | null> {
    const fault = fake.faults.strikeRequest(() =>
      fake.operationOf(request.method, new URL(request.url).pathname),
    );
    const delayMs = fault?.delayMs ?? delayMsDefault;
    switch (fault?.name) {
      case undefined:
        return fake.handle(request);
      case 'drop':
        return null;
      case 'delay':
        await wait(delayMs);
        return fake.handle(request);
      case 'slow': {
        const response = await fake.handle(request);
        await wait(delayMs);
        return response;
      }
      case 'rate-limit':
        return fake.refuse(429);
      case 'fail':
        return fake.refuse(500);
      case 'cut-after-store':
        await fake.handle(request);
        return null;
      case 'store-late': {
        const { method, url, headers } = request;
        const body = method === 'GET' ? null : await request.arrayBuffer();
        const copy = new Request(url, { method, headers: [...headers], body });
        later(delayMs, () => void fake.handle(copy));
        return null;
      }
    }
  }

  return {
    async fetch(request) {
      const response = await answer(request);
      if (response === null) throw new TypeError('fetch failed: the connection was cut');
      return response;
    },

    async listen({ port = 0 } = {}) {
      const listener = getRequestListener(async (request, env) => {
        const response = await answer(request);
        if (response !== null) return response;
        env.outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      });
      server = createServer({ keepAliveTimeout: 60_000 }, listener);
      const listening = server;
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject).listen(port, '127.0.0.1', resolve);
      });
      const address = listening.address();
      if (address === null || typeof address === 'string')
        throw new Error('the fake does not listen on a port');
      return { url: `http://127.0.0.1:${address.port}`, port: address.port };
    },

    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      if (server === null) return;
      const closing = server;
      server = null;
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
      closing.closeAllConnections();
      await closed;
    },
  };
}
