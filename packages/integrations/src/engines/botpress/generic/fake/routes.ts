import { Hono } from 'hono';
import type { FakeLedger } from '../../fake/ledger.ts';
import type { FakePostman } from '../../fake/postman.ts';
import type { FakeWork } from '../../fake/work.ts';
import type { FakeGenericBot, FakeGenericConversation } from './bots.ts';
import { type GenericTurn, zGenericTurn } from './payloads.ts';
import { runBot } from './run-bot.ts';
import { isSigned } from './sign.ts';

interface RoutesContext {
  bots: Map<string, FakeGenericBot>;
  postman: FakePostman;
  ledger: FakeLedger;
  work: FakeWork;
  nowMs: () => number;
}

/** A bot server that takes only what is signed and fresh, and hears a repeated message once. */
export function createRoutes(context: RoutesContext): Hono {
  const app = new Hono();
  app.notFound((c) => c.json({ error: 'not found' }, 404));

  app.post('/:botId', async (c) => {
    const bot = context.bots.get(c.req.param('botId'));
    if (bot === undefined) return c.notFound();
    const body = await c.req.text();
    const signature = c.req.header('x-bp-signature');
    const timestamp = c.req.header('x-bp-timestamp');
    const isOurs = isSigned({ secrets: bot.secrets, timestamp, signature, nowMs: context.nowMs(), body });
    if (!isOurs) return c.json({ error: 'wrong signature' }, 401);
    const parsed = zGenericTurn.safeParse(parseJson(body));
    if (!parsed.success) return c.json({ error: 'not a turn', issues: parsed.error.issues.length }, 400);

    const turn = parsed.data;
    let answer = bot.answered.get(turn.messageId);
    if (answer === undefined) {
      const conversation = hear(context, { bot, turn });
      answer = runBot(context, { bot, conversation, turn });
      bot.answered.set(turn.messageId, answer);
    }
    const { status, body: said } = await answer;
    return said === null ? c.body(null, status) : c.json(said, status);
  });

  return app;
}

function hear(
  { ledger, nowMs }: RoutesContext,
  { bot, turn }: { bot: FakeGenericBot; turn: GenericTurn },
): FakeGenericConversation {
  const { sessionId, tandemSessionId, messageId } = turn;
  const known = bot.conversations.get(tandemSessionId);
  const conversation = known ?? { sessionId, tandemSessionId, messages: [], customerMessageCount: 0 };
  bot.conversations.set(tandemSessionId, conversation);
  const message = {
    id: messageId,
    createdAtMs: nowMs(),
    userId: tandemSessionId,
    isBot: false,
    payload: turn,
  };
  conversation.messages.push(message);
  conversation.customerMessageCount += 1;
  ledger.message(sessionId, message);
  return conversation;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
