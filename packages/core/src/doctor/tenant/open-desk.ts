import { type ChannelSetUp, UpstreamError } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import type { AdminContext } from '../../admin/admin-context.ts';
import { CannotLook } from '../check.ts';
import { once } from '../once.ts';
import type { ChartedBots, ChartedChannel, Desk } from './chart.ts';

interface DeskInput {
  tenantId: TenantId;
  /** The channel once it is known to answer; rejects with `CannotLook`. */
  reached(): Promise<ChartedChannel>;
}

/** Looks with the admin token; nothing but reads. */
export function openDesk(context: AdminContext, { tenantId, reached }: DeskInput): Desk {
  const open = once(async () => {
    const channel = await reached();
    const { baseUrl, accountId, adminToken } = channel;
    if (adminToken === null) throw new CannotLook('Needs an admin token: see chatwoot.admin-token.');
    const pace = { caller: { tenantId }, budget: async () => {} };
    return { channel, setUp: context.setUps.chatwoot({ baseUrl, accountId, adminToken }, pace) };
  });
  const role = once(async () => (await open()).setUp.role());
  /** What only an administrator is told. */
  const asAdmin = <Value>(look: (setUp: ChannelSetUp, channel: ChartedChannel) => Promise<Value>) =>
    once(async () => {
      const { setUp, channel } = await open();
      const found = await role().catch(nullWhenRefused);
      if (found === 'administrator') return await look(setUp, channel);
      throw new CannotLook("The admin token is no administrator's: see chatwoot.admin-token.");
    });
  return {
    role,
    inbox: asAdmin(async (setUp, { inboxId }) => (inboxId === null ? null : await setUp.inbox(inboxId))),
    bots: asAdmin(findBots),
    keepsPending: asAdmin((setUp) => setUp.keepsPendingOnBotFailure()),
    webhookUrls: asAdmin((setUp) => setUp.webhookUrls()),
    agentIds: asAdmin((setUp) => setUp.agentIds()),
    teamIds: asAdmin((setUp) => setUp.teamIds()),
  };
}

/** What else keeps the role from being told is no verdict on the token. */
function nullWhenRefused(error: unknown): null {
  if (error instanceof UpstreamError && error.kind === 'unauthorized') return null;
  throw error;
}

/** The account's bots are listed only where the attached one is not ours and no number tells which is. */
async function findBots(setUp: ChannelSetUp, channel: ChartedChannel): Promise<ChartedBots> {
  const { inboxId, botId, botToken } = channel;
  const attached = inboxId === null ? null : await setUp.attachedBot(inboxId);
  const isOurs = (bot: { id: number; accessToken: string | null }): boolean =>
    bot.accessToken === null ? bot.id === botId : bot.accessToken === botToken;
  if (attached !== null && isOurs(attached)) return { attached, ours: attached };
  if (botId !== null) return { attached, ours: await setUp.bot(botId) };
  const listed = await setUp.bots();
  return { attached, ours: listed.find(isOurs) ?? null };
}
