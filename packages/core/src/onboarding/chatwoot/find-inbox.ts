import type { SetUpBot, SetUpInbox } from '@tandem/integrations/contract';
import { markerOf, type OnboardingRun, type StepDone, StepRefused } from '../run.ts';
import { numberOf, ownChannel } from './own-channel.ts';

/** The inbox, and the bot that answers it now. */
export interface InboxPlace {
  inbox: SetUpInbox;
  attached: SetUpBot | null;
}

type Found = { inbox: SetUpInbox; outcome: 'found' | 'created' };

/**
 * The inbox by its id, else by its name, else the one of an earlier run; made as an API channel when there is none and
 * that was asked for. Refuses one that is another tenant's, or that somebody else's bot answers, unless told to replace it.
 */
export async function findInbox(run: OnboardingRun): Promise<StepDone<InboxPlace>> {
  const { inbox, outcome } = await find(run);
  await checkFree(run, inbox);
  const attached = outcome === 'created' ? null : await run.channel.attachedBot(inbox.id);
  if (attached !== null && run.input.chatwoot.replaceBot !== true && !(await isOurs(run, attached))) {
    throw new StepRefused(
      `Inbox ${inbox.id} (${inbox.name}) is answered by the bot ${attached.id} (${attached.name}), which is not ours: detach it in Chatwoot, or run this again with replaceBot.`,
    );
  }
  const detail = `inbox ${inbox.id} (${inbox.name}), ${inbox.channelType.replace('Channel::', '')}`;
  return { outcome, detail, value: { inbox, attached } };
}

async function find(run: OnboardingRun): Promise<Found> {
  const { inboxId, inboxName, inboxChannel } = run.input.chatwoot;
  const own = await ownChannel(run);
  const storedId = numberOf(own?.settings.inboxId);
  const name = inboxName ?? run.tenant.name;
  const id = inboxId ?? (inboxName === undefined ? storedId : null);
  const byId = id === null ? null : await run.channel.inbox(id);
  if (byId !== null) return { inbox: byId, outcome: 'found' };
  if (inboxId !== undefined) {
    throw new StepRefused(`There is no inbox ${inboxId} in account ${run.input.chatwoot.accountId}.`);
  }
  const named = (await run.channel.inboxes()).filter((inbox) => inbox.name === name);
  // A name that two inboxes have is no name; unless one of them is the one we know.
  const known = named.find((inbox) => inbox.id === storedId) ?? (named.length === 1 ? named[0] : undefined);
  if (known !== undefined) return { inbox: known, outcome: 'found' };
  if (named.length > 1) {
    const ids = named.map((inbox) => inbox.id).join(', ');
    throw new StepRefused(`Several inboxes are called ${name} (${ids}): give the inboxId of the right one.`);
  }
  if (inboxChannel !== 'api') {
    throw new StepRefused(
      `There is no inbox called ${name}: make it in Chatwoot, give an inboxId, or ask for an API channel (inboxChannel: "api").`,
    );
  }
  return { inbox: await run.channel.createApiInbox({ name }), outcome: 'created' };
}

async function checkFree({ context, input, tenant }: OnboardingRun, inbox: SetUpInbox): Promise<void> {
  const { baseUrl: installation, accountId } = input.chatwoot;
  const owner = await context.database.platform.inboxRoutes.find({
    installation,
    accountId,
    inboxId: inbox.id,
  });
  if (owner === null || owner.tenantId === tenant.id) return;
  throw new StepRefused(`Inbox ${inbox.id} (${inbox.name}) belongs to another tenant.`);
}

/** Made by an earlier run for this very tenant: by its marker, or by the id we stored. */
export async function isOurs(run: OnboardingRun, bot: SetUpBot): Promise<boolean> {
  if (bot.isSystem) return false;
  if (bot.description.includes(markerOf(run.tenant))) return true;
  return numberOf((await ownChannel(run))?.settings.botId) === bot.id;
}
