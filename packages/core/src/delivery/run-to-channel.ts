import type { Session, Turn } from '@tandem/db';
import type { ChannelClient } from '@tandem/integrations/contract';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { earliest, later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { showTyping } from '../routing/show-typing.ts';
import { absorbReplies } from './absorb-replies.ts';
import { endTurns } from './end-turns.ts';
import { sendNext } from './send-next.ts';

/** Messages carried in one look. */
const lookMax = 20;
/** Between attempts at ending the bot's typing. */
const typingAgainMs = 10_000;
/** After this a Chatwoot that cannot be told has forgotten it by itself: the lane comes to rest. */
const typingForgottenMs = 60_000;

/** One look at a lane to the channel: takes in replies, carries what is due, ends turns. Answers when the next work is. */
export async function runToChannel(context: LaneContext, lane: HeldLane): Promise<Date | null> {
  const tenant = await context.directory.view(lane.key.tenantId);
  const { session, turns } = await lane.scope.sessions.look(lane.key);
  const repliesAt = await absorbReplies(context, { lane, tenant, session, turns });
  const { sendAt, actionsAt } = await carryOpen(context, { lane, tenant });
  if (repliesAt !== null || sendAt !== null || !session) return earliest(repliesAt, sendAt, actionsAt);
  return earliest(actionsAt, await finish(context, { lane, tenant, session, turns }));
}

/** Carries messages in order until one has to wait; those behind it wait too. Actions wait for nothing, and nothing for them. */
async function carryOpen(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView | null },
): Promise<{ sendAt: Date | null; actionsAt: Date | null }> {
  const { lane, tenant } = input;
  const open = await lane.scope.outbound.open(lane.key, lookMax);
  if (open.length === 0) return { sendAt: null, actionsAt: null };
  const client = await connect(context, lane);
  let sendAt: Date | null = null;
  let actionsAt: Date | null = null;
  for (const outbound of open) {
    const isAction = outbound.kind === 'action';
    if (sendAt !== null && !isAction) continue;
    const waitUntil = await sendNext(context, { lane, tenant, client, outbound });
    if (isAction) actionsAt = earliest(actionsAt, waitUntil);
    else sendAt = waitUntil;
  }
  const isMore = open.length === lookMax && sendAt === null && actionsAt === null;
  return { sendAt: isMore ? context.now() : sendAt, actionsAt };
}

/** Through the connection the conversation belongs to, which may no longer be the tenant's newest. Null: not usable. */
async function connect(context: LaneContext, lane: HeldLane): Promise<ChannelClient | null> {
  const { tenantId, connectionId } = lane.key;
  const settings = await context.directory.channelSettings(tenantId, connectionId);
  try {
    return settings && context.integrations.channels.chatwoot.connect(settings);
  } catch (error) {
    context.log.error({ tenantId, connectionId, err: error }, 'a Chatwoot connection is not usable');
    return null;
  }
}

/** Ends what is settled, and the bot's typing once no turn waits for a reply. Answers when to try that again. */
async function finish(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView | null; session: Session; turns: readonly Turn[] },
): Promise<Date | null> {
  const { lane, tenant, session, turns } = input;
  await endTurns(context, { lane, turns });
  const isWaiting = turns.some((turn) => turn.state === 'waiting' || turn.state === 'sending');
  if (!session.typing || isWaiting || !tenant) return null;
  const isHidden = await showTyping(context, { lane, on: false });
  const isForgotten = context.now() > later(session.lastActivityAt, typingForgottenMs);
  if (!isHidden && !isForgotten) return later(context.now(), typingAgainMs);
  await lane.scope.sessions.typingEnded(session.id);
  return null;
}
