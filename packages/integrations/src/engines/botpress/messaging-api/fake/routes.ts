import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { FakeLedger, FakeMessage } from '../../fake/ledger.ts';
import type { FakeWork } from '../../fake/work.ts';
import { conversationOf, type FakeMessagingBot, type FakeMessagingConversation, userOf } from './bots.ts';
import { type MessagingRequest, zMessagingRequest } from './payloads.ts';
import { type RunContext, runBot } from './run-bot.ts';

interface RoutesContext extends RunContext {
  bots: Map<string, FakeMessagingBot>;
  ledger: FakeLedger;
  work: FakeWork;
  nowMs: () => number;
}

/** The integration's handler: every refusal is plain text, and a repetition is heard again (contracts/botpress.md §1b). */
export function createRoutes(context: RoutesContext): Hono {
  const app = new Hono();
  app.notFound((c) => c.text('Not found', 404));

  app.post('/:webhookId', async (c) => {
    const bot = context.bots.get(c.req.param('webhookId'));
    if (bot === undefined) return c.notFound();
    if (bot.responseEndpointURL === null)
      return c.text('Configuration Error! responseEndpointURL is not set.', 400);
    const request = zMessagingRequest.safeParse(parseJson(await c.req.text()));
    if (!request.success)
      return c.text(`Validation Error! Issues:\n${JSON.stringify(request.error.issues)}`, 400);
    if (c.req.header('authorization') !== `Bearer ${bot.token}`)
      return c.text('Unauthorized. Please add a valid token to the Authorization header.', 401);
    return hear(context, c, { bot, request: request.data });
  });

  return app;
}

function hear(
  context: RoutesContext,
  c: Context,
  { bot, request }: { bot: FakeMessagingBot; request: MessagingRequest },
): Response {
  const conversation = conversationOf(bot, request.conversationId);
  const message = {
    id: randomUUID(),
    createdAtMs: context.nowMs(),
    userId: userOf(bot, request.userId),
    isBot: false,
    payload: { ...request.payload, type: request.type, text: request.payload?.text ?? request.text },
  };
  conversation.messages.push(message);
  conversation.customerMessageCount += 1;
  context.ledger.message(conversation.id, message);
  context.work.start(() => runBot(context, { bot, conversation, message }));
  return c.json(show(conversation, message, request));
}

/** The Runtime's objects, of which the message is the customer's own. */
function show(
  conversation: FakeMessagingConversation,
  { id, createdAtMs, userId, payload: { type, ...payload } }: FakeMessage,
  request: MessagingRequest,
): Record<string, unknown> {
  const at = new Date(createdAtMs).toISOString();
  const times = { createdAt: at, updatedAt: at };
  const tag = (value: string) => ({ 'plus/messaging:id': value });
  const { botpressId: conversationId } = conversation;
  return {
    message: {
      ...times,
      id,
      type,
      payload,
      direction: 'incoming',
      userId,
      conversationId,
      tags: tag(request.messageId),
    },
    user: { ...times, id: userId, tags: tag(request.userId) },
    conversation: { ...times, id: conversationId, channel: 'channel', tags: tag(conversation.id) },
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
