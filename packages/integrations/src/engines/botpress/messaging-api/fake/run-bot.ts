import { randomUUID } from 'node:crypto';
import type { BotAct } from '../../fake/bot-script.ts';
import type { FakeLedger, FakeMessage } from '../../fake/ledger.ts';
import type { FakePostman } from '../../fake/postman.ts';
import type { FakeWork } from '../../fake/work.ts';
import { type Fields, isFields, textOf } from '../../fields.ts';
import type { FakeMessagingBot, FakeMessagingConversation } from './bots.ts';
import { handledTypes } from './payloads.ts';

export interface RunContext {
  work: FakeWork;
  postman: FakePostman;
  ledger: FakeLedger;
  nowMs: () => number;
}

interface Run {
  bot: FakeMessagingBot;
  conversation: FakeMessagingConversation;
  message: FakeMessage;
}

/** Has the bot act on a customer's message: one callback for each of its messages, none waiting for another. */
export async function runBot(context: RunContext, run: Run): Promise<void> {
  const { bot, conversation, message } = run;
  const { payload } = message;
  const acts = bot.script({
    conversationId: conversation.id,
    text: textOf(payload, 'text') ?? '',
    payload,
    metadata: isFields(payload.metadata) ? payload.metadata : {},
    count: conversation.customerMessageCount,
  });
  for (const act of acts) {
    if (act.afterMs !== undefined) await context.work.wait(act.afterMs);
    if (act.act === 'crash') return;
    say(context, run, toPayload(act));
  }
}

/** Without events a wish for a human travels with words, in the payload. */
function toPayload(act: Exclude<BotAct, { act: 'crash' }>): Fields {
  if (act.act === 'say') return act.metadata ? { ...act.payload, metadata: act.metadata } : act.payload;
  const { act: _, afterMs: __, ...wish } = act;
  return { type: 'text', text: 'One moment.', metadata: { handoff: { requested: true, ...wish } } };
}

function say(context: RunContext, { bot, conversation }: Run, payload: Fields): void {
  const { nowMs, ledger, work, postman } = context;
  const said = { id: randomUUID(), createdAtMs: nowMs(), userId: bot.userId, isBot: true, payload };
  conversation.messages.push(said);
  ledger.message(conversation.id, said);
  const { type, ...fields } = payload;
  const { responseEndpointURL: url } = bot;
  if (url === null || !handledTypes.has(type)) return;
  const body = JSON.stringify({
    type,
    payload: fields,
    conversationId: conversation.id,
    botpressUserId: bot.userId,
    botpressMessageId: said.id,
    botpressConversationId: conversation.botpressId,
  });
  work.start(() => postman.post('callback', { url, headers: callbackHeaders, body }));
}

/** No signature and no secret. */
export const callbackHeaders = {
  accept: 'application/json, text/plain, */*',
  'content-type': 'application/json',
  'user-agent': 'axios/1.6.8',
};
