import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { FakeV12Bot, FakeV12User } from './bots.ts';
import { type ConverseRequest, zConverseRequest } from './payloads.ts';
import { refuse } from './refuse.ts';
import { type RunContext, runBot } from './run-bot.ts';

interface RoutesContext extends RunContext {
  bots: Map<string, FakeV12Bot>;
}

/** The two routes of the Converse API (contracts/botpress.md §1e). */
export function createRoutes(context: RoutesContext): Hono {
  const app = new Hono();
  app.notFound(() => refuse(404, 'Not Found'));

  app.post('/api/v1/bots/:botId/converse/:userId', async (c) => {
    const bot = context.bots.get(c.req.param('botId'));
    if (bot === undefined) return refuse(404, 'Bot not found', 'NotFoundError');
    if (!bot.enableUnsecuredEndpoint)
      return c.text(`Unauthenticated Converse API is disabled for ${bot.botId}`, 403);
    return await converse(context, { bot, userId: c.req.param('userId'), body: await c.req.text() });
  });

  app.post('/api/v1/bots/:botId/converse/:userId/secured', async (c) => {
    const bot = context.bots.get(c.req.param('botId'));
    if (bot === undefined) return refuse(404, 'Bot not found', 'NotFoundError');
    const isKnown = bot.token !== null && c.req.header('authorization') === `Bearer ${bot.token}`;
    if (!isKnown) return refuse(401, 'Unauthorized', 'UnauthorizedError');
    return await converse(context, { bot, userId: c.req.param('userId'), body: await c.req.text() });
  });

  return app;
}

async function converse(
  context: RoutesContext,
  { bot, userId, body }: { bot: FakeV12Bot; userId: string; body: string },
): Promise<Response> {
  const parsed = zConverseRequest.safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, 'Invalid payload: child "text" fails', 'StandardError');
  const request = parsed.data;
  if (request.text.length > bot.maxMessageLength)
    return refuse(400, `Text must be a valid string of less than ${bot.maxMessageLength} chars`);
  const user = hear(context, { bot, userId, request });
  const underWay = (bot.underWay.get(userId) ?? 0) + 1;
  bot.underWay.set(userId, underWay);
  bot.underWayMax = Math.max(bot.underWayMax, underWay);
  const isDone = await inTime(context, bot, runBot(context, { bot, user, userId, request }));
  bot.underWay.set(userId, (bot.underWay.get(userId) ?? 1) - 1);
  if (!isDone) return refuse(400, 'Request timed out.');
  // Whoever is done first takes all that was said, whatever it was said to: #1408, #1439.
  const responses = bot.collected.get(userId) ?? [];
  bot.collected.delete(userId);
  return Response.json({ responses });
}

/** What is said after the time is up waits for the next answer. */
async function inTime({ work }: RunContext, bot: FakeV12Bot, run: Promise<boolean>): Promise<boolean> {
  const done = run.then((isDone) => isDone || new Promise<boolean>(() => {}));
  work.start(async () => void (await run));
  return await Promise.race([done, work.wait(bot.timeoutMs).then(() => false)]);
}

function hear(
  { ledger, nowMs }: RunContext,
  { bot, userId, request }: { bot: FakeV12Bot; userId: string; request: ConverseRequest },
): FakeV12User {
  const user = bot.users.get(userId) ?? { messages: [], customerMessageCount: 0 };
  bot.users.set(userId, user);
  const message = { id: randomUUID(), createdAtMs: nowMs(), userId, isBot: false, payload: { ...request } };
  user.messages.push(message);
  user.customerMessageCount += 1;
  ledger.message(userId, message);
  return user;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
