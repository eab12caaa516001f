import type { OnboardingRun, StepDone } from '../run.ts';
import type { ReadyBot } from './find-bot.ts';
import type { InboxPlace } from './find-inbox.ts';

/** Lets our bot answer the inbox. That another one may be replaced was settled when the inbox was found. */
export async function attachBot(
  run: OnboardingRun,
  { place, bot }: { place: InboxPlace; bot: ReadyBot },
): Promise<StepDone<void>> {
  const { inbox, attached } = place;
  if (attached?.id === bot.id) {
    return { outcome: 'found', detail: `bot ${bot.id} answers inbox ${inbox.id}`, value: undefined };
  }
  await run.channel.attachBot({ inboxId: inbox.id, botId: bot.id });
  const instead = attached === null ? '' : ` in place of bot ${attached.id} (${attached.name})`;
  const detail = `bot ${bot.id} answers inbox ${inbox.id} from now on${instead}`;
  return { outcome: attached === null ? 'created' : 'updated', detail, value: undefined };
}
