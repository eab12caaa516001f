import type { Session, Turn } from '@tandem/db';
import { formatActor, type InboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { decideOwner } from '../ownership/decide-owner.ts';
import { beginTurn } from './begin-turn.ts';
import { carryTurn } from './carry-turn.ts';
import { ensureSession } from './ensure-session.ts';
import { type Heard, hear } from './hear.ts';
import { planTurn } from './plan-turn.ts';
import { reconcileTurn } from './reconcile-turn.ts';

/** Messages looked at in one go; the rest follows in the next turn. */
const lookMax = 60;

/** One look at a lane to the engine: does what is due and answers when the next work is; null when there is none. */
export async function runToEngine(context: LaneContext, lane: HeldLane): Promise<Date | null> {
  const { scope, key } = lane;
  const tenant = await context.directory.view(key.tenantId);
  const turns = await scope.turns.open(key);
  await checkTurns(context, { lane, tenant, turns });
  const sending = turns.find((turn) => turn.state === 'sending');
  if (sending) {
    const isEarly = sending.nextAttemptAt !== null && sending.nextAttemptAt > context.now();
    return isEarly ? sending.nextAttemptAt : await carryTurn(context, { lane, tenant, turn: sending, isFresh: false });
  }
  return await takeMessages(context, lane, tenant);
}

/** Turns whose deadline passed, or that a receiver which was away wants looked up. */
async function checkTurns(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView | null; turns: readonly Turn[] },
): Promise<void> {
  for (const turn of input.turns) {
    if (turn.state === 'sending' || !turn.checkAt || turn.checkAt > context.now()) continue;
    await reconcileTurn(context, { lane: input.lane, tenant: input.tenant, turn });
  }
}

async function takeMessages(context: LaneContext, lane: HeldLane, tenant: TenantView | null): Promise<Date | null> {
  const { scope, key } = lane;
  const stored = await scope.inbound.pending(key, { kinds: ['customer-message', 'choice'], limit: lookMax });
  if (stored.length === 0) return null;
  const { heard, unreadable } = hear(context.integrations, stored);
  await scope.inbound.end(unreadable, { kind: 'dead', reason: 'the stored body can no longer be read' }, context.now());
  const first = heard[0];
  if (!first) return null;
  if (!tenant?.active) return await suppress(context, lane, heard, 'the tenant is suspended');
  if (!tenant.channel) return await suppress(context, lane, heard, 'the tenant has no Chatwoot connection');
  const session = await ensureSession(context, { scope, key, tenant, first });
  return await giveToOwner(context, { lane, tenant, session, heard });
}

async function giveToOwner(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView; session: Session; heard: Heard[] },
): Promise<Date | null> {
  const { lane, tenant, session, heard } = input;
  const plan = planTurn({ pending: heard, config: tenant.config, lastTakenMessageId: session.lastTakenMessageId, now: context.now() });
  switch (plan.action) {
    case 'idle':
      return null;
    case 'wait':
      return session.owner === 'human' ? await leaveToHuman(context, input, heard) : plan.until;
    case 'take': {
      const newest = plan.messages.at(-1) ?? heard[0];
      const answerWhen = tenant.channel?.answerWhen ?? 'pending';
      const decision = newest && decideOwner({ session, conversation: newest.conversation, answerWhen });
      if (decision?.owner === 'human') return await leaveToHuman(context, input, plan.messages, decision.reason);
      const turn = await beginTurn(context, { lane, tenant, session, messages: plan.messages, lateIds: plan.lateIds });
      return await carryTurn(context, { lane, tenant, turn, isFresh: true });
    }
  }
}

/** The bot stays silent; the customer's messages are the human's, who sees them in Chatwoot. */
async function leaveToHuman(
  context: LaneContext,
  input: { lane: HeldLane; session: Session },
  messages: readonly Heard[],
  shown: string | null = null,
): Promise<Date | null> {
  const { lane, session } = input;
  if (session.owner === 'bot' && shown !== null) {
    const cause = messages.at(-1)?.id ?? null;
    const actor = formatActor({ type: 'chatwoot' });
    const change = { id: context.newId<string>(), owner: 'human', reason: shown, actor, causeId: cause, at: context.now() } as const;
    await lane.scope.sessions.changeOwner(session.id, change);
  }
  return await suppress(context, lane, messages, `a human owns the conversation: ${shown ?? session.ownerReason}`);
}

/** Ends messages unanswered, and looks again for more. */
async function suppress(
  context: LaneContext,
  lane: HeldLane,
  messages: readonly Heard[],
  reason: string,
): Promise<Date> {
  const ids: InboundId[] = messages.map(({ id }) => id);
  await lane.scope.inbound.end(ids, { kind: 'suppressed', reason }, context.now());
  return context.now();
}
