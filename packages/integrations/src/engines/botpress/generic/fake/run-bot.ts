import { randomUUID } from 'node:crypto';
import type { BotAct } from '../../fake/bot-script.ts';
import type { FakeLedger } from '../../fake/ledger.ts';
import type { FakePostman } from '../../fake/postman.ts';
import type { FakeWork } from '../../fake/work.ts';
import { type Fields, isFields } from '../../fields.ts';
import type { FakeAnswer, FakeGenericBot, FakeGenericConversation } from './bots.ts';
import type { GenericTurn } from './payloads.ts';
import { sign } from './sign.ts';

interface RunContext {
  work: FakeWork;
  postman: FakePostman;
  ledger: FakeLedger;
  nowMs: () => number;
}

interface Run {
  bot: FakeGenericBot;
  conversation: FakeGenericConversation;
  turn: GenericTurn;
}

/** Has the bot act on a customer's message, in its answer or by webhook. */
export async function runBot(context: RunContext, run: Run): Promise<FakeAnswer> {
  const { bot, conversation, turn } = run;
  const acts = bot.script({
    conversationId: conversation.sessionId,
    text: turn.text,
    payload: { type: 'text', text: turn.text },
    metadata: turn,
    count: conversation.customerMessageCount,
  });
  if (bot.answers === 'call') return answerInCall(context, run, acts);
  context.work.start(() => answerByWebhook(context, run, acts));
  return { status: 202, body: null };
}

async function answerInCall(context: RunContext, run: Run, acts: BotAct[]): Promise<FakeAnswer> {
  for (const { afterMs } of acts) if (afterMs !== undefined) await context.work.wait(afterMs);
  if (acts.some(({ act }) => act === 'crash')) return { status: 500, body: null };
  return { status: 200, body: toBody(context, run, acts) };
}

/** Acts that wait go on their own; the others travel with the one before them. A silent bot says so. */
async function answerByWebhook(context: RunContext, run: Run, acts: BotAct[]): Promise<void> {
  for (const group of groupByWait(acts)) {
    const afterMs = group[0]?.afterMs;
    if (afterMs !== undefined) await context.work.wait(afterMs);
    if (group.some(({ act }) => act === 'crash')) return;
    const body = JSON.stringify(toBody(context, run, group));
    const { webhookUrl: url, secrets } = run.bot;
    if (url === null) continue;
    const signature = sign({ secret: secrets[0] ?? '', nowMs: context.nowMs(), body });
    const headers = { 'content-type': 'application/json', ...signature };
    context.work.start(() => context.postman.post('reply', { url, headers, body }));
  }
}

function groupByWait(acts: BotAct[]): BotAct[][] {
  const groups: BotAct[][] = [[]];
  for (const act of acts) {
    if (act.afterMs !== undefined && groups.at(-1)?.length !== 0) groups.push([]);
    groups.at(-1)?.push(act);
  }
  return groups;
}

/** A body of the dialect (product page §5.3); what is said is remembered. */
function toBody({ nowMs, ledger }: RunContext, { bot, conversation }: Run, acts: BotAct[]): Fields {
  const body: Fields = { sessionId: conversation[bot.repliesBy], messageId: randomUUID(), responses: [] };
  const responses: Fields[] = [];
  for (const act of acts) {
    if (act.act === 'ask-for-human') {
      const { act: _, afterMs: __, ...wish } = act;
      body.handoff = { requested: true, ...wish };
    } else if (act.act === 'say') {
      responses.push(act.payload);
      if (isFields(act.metadata?.handoff)) body.handoff = act.metadata.handoff;
      if (act.metadata?.fallback === true) body.metadata = { fallback: true };
      if (act.metadata?.actions !== undefined) body.actions = act.metadata.actions;
      const message = {
        id: randomUUID(),
        createdAtMs: nowMs(),
        userId: bot.botId,
        isBot: true,
        payload: act.payload,
      };
      conversation.messages.push(message);
      ledger.message(conversation.sessionId, message);
    }
  }
  return { ...body, responses };
}
