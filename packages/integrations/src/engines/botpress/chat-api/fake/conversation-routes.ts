import { setImmediate as nextRound } from 'node:timers/promises';
import type { Hono } from 'hono';
import { addConversation, checkForeignId, type FakeConversation, findUser, participate } from './bots.ts';
import { zConversationBody } from './payloads.ts';
import { readBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { RouteEnv, RoutesContext } from './route-env.ts';
import { showMessage } from './signals.ts';

/** Conversations and what was said in them. */
export function conversationRoutes(app: Hono<RouteEnv>, { nowMs, pageSize }: RoutesContext): void {
  app.post('/conversations', async (c) => {
    const bot = c.get('bot');
    const { id } = await readBody(c, zConversationBody);
    if (id !== undefined) checkForeignId(id);
    if (id !== undefined && bot.conversations.has(id)) {
      throw new Refusal(409, 'AlreadyExists', `Conversation with id ${id} already exists`);
    }
    const { id: ownerId } = findUser(bot, c.get('userId'));
    return c.json({ conversation: show(addConversation(bot, { id, ownerId, createdAtMs: nowMs() })) }, 201);
  });

  app.post('/conversations/get-or-create', async (c) => {
    const bot = c.get('bot');
    const { id } = await readBody(c, zConversationBody.required());
    const existing = bot.conversations.get(id);
    if (existing !== undefined) {
      if (existing.ownerId === c.get('userId')) return c.json({ conversation: show(existing) });
      throw new Refusal(403, 'Forbidden', 'You are not the owner of this conversation');
    }
    checkForeignId(id);
    const { id: ownerId } = findUser(bot, c.get('userId'));
    // Two at once for a new id: one of them fails (contracts/botpress.md §1a, "Idempotency").
    if (bot.creating.has(id)) throw new Refusal(500, 'Internal', 'An unexpected error occurred');
    bot.creating.add(id);
    await nextRound();
    bot.creating.delete(id);
    return c.json({ conversation: show(addConversation(bot, { id, ownerId, createdAtMs: nowMs() })) });
  });

  app.get('/conversations/:id', (c) => {
    const at = { conversationId: c.req.param('id'), userId: c.get('userId') };
    return c.json({ conversation: show(participate(c.get('bot'), at)) });
  });

  /** Newest first; the token is where, counted from the oldest, the next page ends. */
  app.get('/conversations/:id/messages', (c) => {
    const at = { conversationId: c.req.param('id'), userId: c.get('userId') };
    const conversation = participate(c.get('bot'), at);
    const end = readToken(c.req.query('nextToken')) ?? conversation.messages.length;
    const start = Math.max(0, end - pageSize);
    const page = conversation.messages.slice(start, end).reverse();
    const messages = page.map((message) => showMessage(conversation, message));
    return c.json({ messages, meta: start === 0 ? {} : { nextToken: writeToken(start) } });
  });
}

function show({ id, createdAtMs, messages }: FakeConversation): Record<string, unknown> {
  const updatedAtMs = messages.at(-1)?.createdAtMs ?? createdAtMs;
  return {
    id,
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}

function writeToken(end: number): string {
  return Buffer.from(`end ${end}`).toString('base64');
}

function readToken(token: string | undefined): number | null {
  if (token === undefined) return null;
  const end = /^end (\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (end === undefined) throw new Refusal(400, 'InvalidQuery', 'nextToken is not one of ours');
  return Number(end);
}
