import type { OnboardingRun, StepDone } from '../run.ts';
import type { TakeStep } from '../take-steps.ts';
import { findEngineBot } from './find-engine-bot.ts';
import { installChat } from './install-chat.ts';
import { makeKey } from './make-key.ts';
import { setChatUrl } from './set-chat-url.ts';
import { writeEngineConnection } from './write-engine-connection.ts';

/** Where the bot's messages come in, and with which secret. */
export interface ReadyEngine {
  url: string;
  secret: string;
}

const timeoutMs = 8_000;
const steps = [
  'botpress.bot',
  'botpress.chat',
  'botpress.key',
  'botpress.connection',
  'botpress.webhook',
] as const;

/** A bot of the tenant's own in Botpress Cloud (contracts/botpress.md §3.4); null where none was asked for. */
export async function followEnginePlan(run: OnboardingRun, take: TakeStep): Promise<ReadyEngine | null> {
  const { botpress } = run.input;
  if (botpress === undefined) {
    for (const step of steps) await take(step, async () => notAsked);
    return null;
  }
  const { token, workspaceId, apiUrl } = botpress;
  const settings = { token, workspaceId, timeoutMs, ...(apiUrl !== undefined && { apiUrl }) };
  const admin = run.context.cloud.openAdmin(settings, { budget: run.stay });
  const bot = await take('botpress.bot', () => findEngineBot(run, { admin, botpress }));
  const chat = await take('botpress.chat', () => installChat(run, { admin, bot, botpress }));
  const key = await take('botpress.key', () => makeKey(run, { admin, botId: bot.id }));
  const connection = await take('botpress.connection', () =>
    writeEngineConnection(run, { botpress, botId: bot.id, chat, token: key }),
  );
  const url = await take('botpress.webhook', () =>
    setChatUrl(run, { admin, botId: bot.id, chat, connection }),
  );
  return { url, secret: chat.webhookSecret };
}

const notAsked: StepDone<void> = {
  outcome: 'skipped',
  detail: 'no Botpress credentials were given',
  value: undefined,
};
