import { randomUUID } from 'node:crypto';
import type { BotAct } from '../../fake/bot-script.ts';
import type { FakeLedger } from '../../fake/ledger.ts';
import type { FakeWork } from '../../fake/work.ts';
import type { Fields } from '../../fields.ts';
import type { FakeV12Bot, FakeV12User } from './bots.ts';
import { type ConverseRequest, toV12 } from './payloads.ts';

export interface RunContext {
  work: FakeWork;
  ledger: FakeLedger;
  nowMs: () => number;
}

interface Run {
  bot: FakeV12Bot;
  user: FakeV12User;
  userId: string;
  request: ConverseRequest;
}

/** Has the bot act on a message; what it says is collected for whichever answer comes next. False: it failed and never ends. */
export async function runBot(context: RunContext, run: Run): Promise<boolean> {
  const { bot, user, userId, request } = run;
  const acts = bot.script({
    conversationId: userId,
    text: request.text,
    payload: { type: 'text', text: request.text },
    metadata: request.metadata ?? {},
    count: user.customerMessageCount,
  });
  for (const act of acts) {
    if (act.afterMs !== undefined) await context.work.wait(act.afterMs);
    if (act.act === 'crash') return false;
    say(context, run, toResponse(act));
  }
  return true;
}

/** A wish for a human travels in the metadata of a content element of the bot's own. */
function toResponse(act: Exclude<BotAct, { act: 'crash' }>): Fields {
  if (act.act === 'say') return { ...toV12(act.payload), ...(act.metadata && { metadata: act.metadata }) };
  const { act: _, afterMs: __, ...wish } = act;
  return { type: 'custom', metadata: { handoff: { requested: true, ...wish } } };
}

function say({ ledger, nowMs }: RunContext, { bot, user, userId }: Run, payload: Fields): void {
  const said = { id: randomUUID(), createdAtMs: nowMs(), userId: bot.botId, isBot: true, payload };
  user.messages.push(said);
  ledger.message(userId, said);
  const collected = bot.collected.get(userId) ?? [];
  if (payload.typing === true) collected.push({ type: 'typing', value: true });
  collected.push(payload);
  bot.collected.set(userId, collected);
}
