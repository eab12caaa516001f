import type { Hono } from 'hono';
import type { FakeMessage } from '../../fake/ledger.ts';
import { addMessage, botpressId, type FakeBot, type FakeConversation, participate } from './bots.ts';
import { zEventBody, zMessageBody } from './payloads.ts';
import { readBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { RouteEnv, RoutesContext } from './route-env.ts';
import { runBot } from './run-bot.ts';
import { showMessage } from './signals.ts';

const messageBytesMax = 128 * 1_024;

/** Messages and events of customers; each of either counts against the bot's limit. */
export function messageRoutes(app: Hono<RouteEnv>, context: RoutesContext): void {
  const { signals, work, ledger, nowMs } = context;

  app.post('/messages', async (c) => {
    const bot = c.get('bot');
    const userId = c.get('userId');
    const { conversationId, payload, metadata } = await readBody(c, zMessageBody);
    const mayBeLarge = Number(c.req.header('content-length') ?? messageBytesMax + 1) > messageBytesMax;
    if (mayBeLarge && Buffer.byteLength(JSON.stringify([payload, metadata])) > messageBytesMax) {
      throw new Refusal(413, 'LimitExceeded', 'The message is larger than 128 KB');
    }
    const conversation = participate(bot, { conversationId, userId });
    countAgainstLimit(context, bot);
    const message = addMessage(conversation, { nowMs: nowMs(), userId, isBot: false, payload, metadata });
    ledger.message(conversationId, message);
    // The bot may well answer before its customer's message is acknowledged.
    work.start(() => runBot(context, { bot, conversation, message }));
    await signals.messageCreated(bot, conversation, message);
    return c.json({ message: showMessage(conversation, message) }, 201);
  });

  /** Reports whoever asks as the author, as theirs does (contracts/botpress.md §1a, "Operations"). */
  app.get('/messages/:id', (c) => {
    const { conversation, message } = findMessage(c.get('bot'), {
      id: c.req.param('id'),
      userId: c.get('userId'),
    });
    return c.json({ message: { ...showMessage(conversation, message), userId: c.get('userId') } });
  });

  app.delete('/messages/:id', async (c) => {
    const bot = c.get('bot');
    const { conversation, message } = findMessage(bot, { id: c.req.param('id'), userId: c.get('userId') });
    if (message.isBot) throw new Refusal(403, 'Forbidden', 'You are not the sender of this message');
    conversation.messages.splice(conversation.messages.indexOf(message), 1);
    await signals.messageDeleted(bot, conversation, message);
    return c.json({});
  });

  app.post('/events', async (c) => {
    const bot = c.get('bot');
    const userId = c.get('userId');
    const { conversationId, payload } = await readBody(c, zEventBody);
    const conversation = participate(bot, { conversationId, userId });
    countAgainstLimit(context, bot);
    const event = { id: botpressId('evt'), createdAtMs: nowMs(), userId, payload };
    await signals.eventCreated(bot, conversation, { ...event, isBot: false });
    const { createdAtMs, ...shown } = event;
    return c.json(
      { event: { ...shown, conversationId, createdAt: new Date(createdAtMs).toISOString() } },
      201,
    );
  });
}

function countAgainstLimit(context: RoutesContext, { webhookId, minute }: FakeBot): void {
  const { perMinuteMax, nowMs, ledger } = context;
  const now = nowMs();
  ledger.said(webhookId, now);
  if (now - minute.startedAtMs >= 60_000) Object.assign(minute, { startedAtMs: now, count: 0 });
  minute.count += 1;
  if (perMinuteMax === 0 || minute.count <= perMinuteMax) return;
  const waitMs = minute.startedAtMs + 60_000 - now;
  throw new Refusal(429, 'RateLimited', 'The request has been rate limited.', {
    'ratelimit-limit': String(perMinuteMax),
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(Math.ceil(waitMs / 1_000)),
  });
}

function findMessage(
  bot: FakeBot,
  input: { id: string; userId: string },
): { conversation: FakeConversation; message: FakeMessage } {
  for (const conversation of bot.conversations.values()) {
    const message = conversation.messages.find(({ id }) => id === input.id);
    if (message === undefined) continue;
    participate(bot, { conversationId: conversation.id, userId: input.userId });
    return { conversation, message };
  }
  throw new Refusal(404, 'ResourceNotFound', 'Message does not exist');
}
