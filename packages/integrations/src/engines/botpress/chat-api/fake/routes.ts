import { type Context, Hono } from 'hono';
import { conversationRoutes } from './conversation-routes.ts';
import { listenRoutes } from './listen-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { noSuchRoute, Refusal, refuse } from './refusal.ts';
import type { RouteEnv, RoutesContext } from './route-env.ts';
import { userRoutes } from './user-routes.ts';
import { verifyUserKey } from './verify-user-key.ts';

/** These need no user key; their client asks for the greeting with a slash and without a key. */
const openOperations: ReadonlySet<string> = new Set(['POST /users', 'GET /hello', 'GET /hello/']);

/** The operations of the Chat API (contracts/botpress.md §1a) except participants and WebSockets. */
export function createRoutes(context: RoutesContext): Hono {
  const app = new Hono<RouteEnv>();
  app.use('/*', async (c, next) => {
    const bot = context.bots.get(c.req.param('webhookId') ?? '');
    if (bot === undefined) return noSuchRoute();
    c.set('bot', bot);
    const asked = `${c.req.method} ${c.req.path.slice(bot.webhookId.length + 1)}`;
    if (!openOperations.has(asked)) c.set('userId', authenticate(c, context.nowMs()));
    await next();
  });
  for (const path of ['/hello', '/hello/']) app.get(path, (c) => c.text('hello from the chat API'));
  userRoutes(app, context);
  conversationRoutes(app, context);
  messageRoutes(app, context);
  listenRoutes(app);

  const root = new Hono();
  root.notFound(noSuchRoute);
  root.onError((error) => {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, 'Internal', 'An unexpected error occurred');
    return refuse(refusal, { asStatus200: context.errorsAsStatus200 });
  });
  root.route('/:webhookId', app);
  return root;
}

function authenticate(c: Context<RouteEnv>, nowMs: number): string {
  const { encryptionKey } = c.get('bot');
  const userId = verifyUserKey({ userKey: c.req.header('x-user-key') ?? '', encryptionKey, nowMs });
  if (userId === null) throw new Refusal(401, 'Unauthorized', 'Invalid user key');
  return userId;
}
