import type { Hono } from 'hono';
import { participate } from './bots.ts';
import type { RouteEnv } from './route-env.ts';

/** contracts/botpress.md §1a, "SSE specifics". */
const keepAliveMs = 30_000;

/** Signals of one conversation as server-sent events, the same as the webhook's (contracts/botpress.md §1a). */
export function listenRoutes(app: Hono<RouteEnv>): void {
  app.get('/conversations/:id/listen', (c) => {
    const bot = c.get('bot');
    const conversation = participate(bot, { conversationId: c.req.param('id'), userId: c.get('userId') });
    const { listeners } = conversation;
    const encoder = new TextEncoder();
    let stop = () => {};
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const tell = (data: string) => controller.enqueue(encoder.encode(`data: ${data}\n\n`));
        const timer = setInterval(() => tell('ping'), keepAliveMs);
        listeners.add(tell);
        stop = () => {
          clearInterval(timer);
          listeners.delete(tell);
        };
        tell('ping');
      },
      cancel: () => stop(),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  });
}
