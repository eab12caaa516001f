import type { EngineAdmin, EngineBot } from '@tandem/integrations/contract';
import type { BotpressOnboarding } from '@tandem/schemas/admin';
import { type OnboardingRun, type StepDone, StepRefused } from '../run.ts';
import { ownEngine, textOf } from './own-engine.ts';

interface EngineWork {
  admin: EngineAdmin;
  botpress: BotpressOnboarding;
}

/** The bot that was named, of an earlier run, or tagged with the tenant; else it is made. */
export async function findEngineBot(run: OnboardingRun, work: EngineWork): Promise<StepDone<EngineBot>> {
  const found = await find(run, work);
  const bot = found ?? (await create(run, work));
  const outcome = found === null ? 'created' : 'found';
  return { outcome, detail: `bot ${bot.id} (${bot.name})`, value: bot };
}

async function find(run: OnboardingRun, { admin, botpress }: EngineWork): Promise<EngineBot | null> {
  if (botpress.botId !== undefined)
    return checkNamed(run, botpress.botId, await admin.getBot(botpress.botId));
  const storedId = textOf((await ownEngine(run, null))?.settings.botId);
  const stored = storedId === null ? null : await admin.getBot(storedId);
  if (stored !== null) return stored;
  const tagged = await admin.listBots({ tags: tagsOf(run) });
  const [first, ...surplus] = tagged.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (first === undefined) return null;
  if (surplus.length > 0) {
    const ids = surplus.map(({ id }) => id).join(', ');
    const message = `Botpress bot ${first.id} is used; ${ids} carry the same tags and are not: delete them.`;
    run.advise({ code: 'surplus-bot', message });
  }
  return await admin.getBot(first.id);
}

function checkNamed(run: OnboardingRun, botId: string, bot: EngineBot | null): EngineBot {
  if (bot === null) throw new StepRefused(`There is no bot ${botId} in the workspace.`);
  const { tenantId, managedBy } = bot.tags;
  if (managedBy === 'tandem' && tenantId !== run.tenant.id) {
    throw new StepRefused(`Bot ${botId} (${bot.name}) was made for another tenant.`);
  }
  return bot;
}

const create = (run: OnboardingRun, { admin }: EngineWork): Promise<EngineBot> =>
  admin.createBot({ name: run.tenant.name, tags: tagsOf(run) });

/** Values stay below 500 characters (contracts/botpress.md §3.3). */
const tagsOf = ({ tenant }: OnboardingRun) => ({ tenantId: tenant.id, managedBy: 'tandem' });
