import type { OnboardingRun, StepDone } from '../run.ts';
import { isInUse, type MadeConnection, obtainUrl } from '../webhook-url.ts';
import type { ReadyBot } from './find-bot.ts';

/** Lets the bot's webhooks come to the connection's URL; answers that URL. */
export async function setBotUrl(
  run: OnboardingRun,
  { bot, connection }: { bot: ReadyBot; connection: MadeConnection },
): Promise<StepDone<string>> {
  const { outgoingUrl } = bot;
  const { connectionId } = connection;
  const isSet = await isInUse(run.context, { provider: 'chatwoot', url: outgoingUrl, connectionId });
  if (isSet && outgoingUrl !== null) {
    return { outcome: 'found', detail: `bot ${bot.id} sends here`, value: outgoingUrl };
  }
  const url = await obtainUrl(run, { provider: 'chatwoot', connection });
  await run.channel.setBotUrl({ botId: bot.id, outgoingUrl: url });
  const outcome = outgoingUrl === null ? 'created' : 'updated';
  return { outcome, detail: `bot ${bot.id} sends here from now on`, value: url };
}
