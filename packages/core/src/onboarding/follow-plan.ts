import type { OnboardingView } from '@tandem/schemas/admin';
import { followEnginePlan } from './botpress/follow-engine-plan.ts';
import { attachBot } from './chatwoot/attach-bot.ts';
import { checkToken } from './chatwoot/check-token.ts';
import { findBot } from './chatwoot/find-bot.ts';
import { findInbox } from './chatwoot/find-inbox.ts';
import { setBotUrl } from './chatwoot/set-bot-url.ts';
import { writeChannelConnection } from './chatwoot/write-channel-connection.ts';
import { gatherAdvice } from './gather-advice.ts';
import type { OnboardingRun } from './run.ts';
import type { TakeStep } from './take-steps.ts';
import { testChannel, testEngine } from './test-webhook.ts';

/** All steps in order. The bot is attached last: no customer meets it before the whole way is known to work. */
export async function followPlan(
  run: OnboardingRun,
  { take, proofs }: { take: TakeStep; proofs: OnboardingView['proofs'] },
): Promise<void> {
  await take('chatwoot.token', () => checkToken(run));
  const place = await take('chatwoot.inbox', () => findInbox(run));
  const bot = await take('chatwoot.bot', () => findBot(run, place));
  const connection = await take('chatwoot.connection', () =>
    writeChannelConnection(run, { bot, inboxId: place.inbox.id }),
  );
  const botUrl = await take('chatwoot.webhook', () => setBotUrl(run, { bot, connection }));
  const engine = await followEnginePlan(run, take);
  proofs.chatwoot = await take('self-test.chatwoot', () =>
    testChannel(run, { url: botUrl, secret: bot.secret, inboxId: place.inbox.id }),
  );
  proofs.botpress = await take('self-test.botpress', () => testEngine(run, engine));
  await take('chatwoot.attach', () => attachBot(run, { place, bot }));
  await take('chatwoot.advice', () => gatherAdvice(run, { inbox: place.inbox, hasEngine: engine !== null }));
}
