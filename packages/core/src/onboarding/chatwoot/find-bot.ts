import type { SetUpBot } from '@tandem/integrations/contract';
import { fillConfig } from '@tandem/schemas';
import { markerOf, type OnboardingRun, type StepDone, StepRefused } from '../run.ts';
import { type InboxPlace, isOurs } from './find-inbox.ts';
import { numberOf, ownChannel } from './own-channel.ts';

/** Our bot with what its API and its webhooks need. */
export interface ReadyBot extends SetUpBot {
  accessToken: string;
}

/** The tenant's own agent bot: the one attached, of an earlier run, or with our marker; else it is made. Bots of others are never touched. */
export async function findBot(run: OnboardingRun, place: InboxPlace): Promise<StepDone<ReadyBot>> {
  const known = await findKnown(run, place);
  const bot = known ?? (await createBot(run));
  const ready = await makeReady(run, bot);
  const detail = `bot ${bot.id} (${bot.name})`;
  return { outcome: known === null ? 'created' : 'found', detail, value: ready };
}

async function findKnown(run: OnboardingRun, { attached }: InboxPlace): Promise<SetUpBot | null> {
  if (attached !== null && (await isOurs(run, attached))) return attached;
  const storedId = numberOf((await ownChannel(run))?.settings.botId);
  const stored = storedId === null ? null : await run.channel.bot(storedId);
  if (stored !== null && !stored.isSystem) return stored;
  const marker = markerOf(run.tenant);
  const marked = (await run.channel.bots())
    .filter((bot) => !bot.isSystem && bot.description.includes(marker))
    .sort((a, b) => a.id - b.id);
  const [first = null, ...surplus] = marked;
  if (first !== null && surplus.length > 0) {
    const ids = surplus.map(({ id }) => id).join(', ');
    run.advise({
      code: 'surplus-bot',
      message: `Bot ${first.id} is used; ${ids} carry the same mark and are not: delete them in Chatwoot.`,
    });
  }
  return first;
}

async function createBot({ channel, input, scope, tenant }: OnboardingRun): Promise<SetUpBot> {
  const { config } = await scope.config.read();
  const name = input.chatwoot.botName ?? fillConfig(config).botName ?? tenant.name;
  const description = `Answers through Tandem, which finds it by this: ${markerOf(tenant)}`;
  return await channel.createBot({ name, description });
}

async function makeReady({ channel, input }: OnboardingRun, bot: SetUpBot): Promise<ReadyBot> {
  const told = bot.accessToken === null || bot.secret === null ? ((await channel.bot(bot.id)) ?? bot) : bot;
  const { accessToken, secret } = told;
  if (accessToken === null) {
    throw new StepRefused(
      `Chatwoot does not tell the access token of bot ${bot.id}: see whether its API shows tokens to administrators.`,
    );
  }
  if (secret === null && input.chatwoot.allowUnsigned !== true) {
    throw new StepRefused(
      `This Chatwoot does not sign what it sends to bots (before 4.13): upgrade it, or run this again with allowUnsigned.`,
    );
  }
  return { ...told, accessToken };
}
