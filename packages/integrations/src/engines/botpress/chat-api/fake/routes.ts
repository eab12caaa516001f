import { type Context, Hono } from 'hono';
import { conversationRoutes } from './conversation-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { noSuchRoute, Refusal, refuse } from './refusal.ts';
import type { RouteEnv, RoutesContext } from './route-env.ts';
import { userRoutes } from './user-routes.ts';
import { verifyUserKey } from './verify-user-key.ts';

/** The operations of the Chat API (contracts/botpress.md §1a) except listening and participants. */
export function createRoutes(context: RoutesContext): Hono {
  const app = new Hono<RouteEnv>();
  app.use('/*', async (c, next) => {
    const bot = context.bots.get(c.req.param('webhookId') ?? '');
    if (bot === undefined) return noSuchRoute();
    c.set('bot', bot);
    const isOpen = c.req.method === 'POST' && c.req.path === `/${bot.webhookId}/users`;
    if (!isOpen) c.set('userId', authenticate(c, context.nowMs()));
    await next();
  });
  app.get('/hello', (c) => c.text('hello from the chat API'));
  userRoutes(app, context);
  conversationRoutes(app, context);
  messageRoutes(app, context);

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
