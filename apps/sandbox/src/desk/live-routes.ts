import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Live } from './create-live.ts';
import type { PageState } from './view.ts';

const heartbeatMs = 15_000;

/** Server-sent events: the whole state first, then every change. */
export function liveRoutes(context: { live: Live; state: () => PageState; onOpen: () => void }): Hono {
  const { live, state, onOpen } = context;
  const app = new Hono();

  app.get('/events', (c) => {
    // Nothing between here and the page may hold lines back.
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, async (stream) => {
      const write = (event: string, data: object) => {
        void stream.writeSSE({ event, data: JSON.stringify(data) });
      };
      write('state', state());
      const stop = live.subscribe((change) => write(change.type, change));
      const heartbeat = setInterval(() => write('heartbeat', {}), heartbeatMs);
      onOpen();
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(heartbeat);
      stop();
    });
  });

  return app;
}
