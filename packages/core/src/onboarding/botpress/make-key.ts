import type { EngineAdmin } from '@tandem/integrations/contract';
import { markerOf, type OnboardingRun, type StepDone } from '../run.ts';
import { ownEngine, textOf } from './own-engine.ts';

/**
 * The bot's access key, which opens this bot alone. Its value is told once: one that an interrupted run made and could not
 * store opens nothing for anybody, so it is deleted before another is made.
 */
export async function makeKey(
  run: OnboardingRun,
  { admin, botId }: { admin: EngineAdmin; botId: string },
): Promise<StepDone<string>> {
  const note = markerOf(run.tenant);
  const held = textOf((await ownEngine(run, botId))?.settings.token);
  const ours = (await admin.listBotApiKeys(botId)).filter((key) => key.note === note);
  if (held !== null && ours.length > 0) return { outcome: 'found', detail: 'one key of ours', value: held };
  for (const { id } of ours) await admin.deleteBotApiKey(id);
  const { id, value } = await admin.createBotApiKey({ botId, note });
  return { outcome: 'created', detail: `key ${id}`, value };
}
