import type { PendingInbound, Session, Turn } from '@tandem/db';
import { handOverMessages } from '../handoff/hand-over-messages.ts';
import { humanWanted } from '../handoff/human-wanted.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { type Look, messagesMax } from '../lanes/look.ts';
import { ownByMessage } from '../ownership/own-by-message.ts';
import { welcomeFirst } from '../welcome/welcome-first.ts';
import { beginTurn } from './begin-turn.ts';
import { carryTurn } from './carry-turn.ts';
import { ensureSession } from './ensure-session.ts';
import { type Heard, hear, unreadableEnd } from './hear.ts';
import { matchChoices } from './match-choice.ts';
import { inChannelOrder, planTurn } from './plan-turn.ts';
import { reconcileTurn } from './reconcile-turn.ts';
import { renewSession } from './renew-session.ts';
import { erasedReason, splitErased } from './split-erased.ts';

/** Acts on one look at a lane to the engine: does what is due and answers when the next work is; null when there is none. */
export async function runToEngine(context: LaneContext, lane: HeldLane, look: Look): Promise<Date | null> {
  const { scope, key } = lane;
  const { session, turns, pending } = look;
  const tenant = await context.directory.view(key.tenantId);
  const due = session ? turns.filter((turn) => isCheckDue(turn, context.now())) : [];
  for (const turn of due) {
    lane.head = { type: 'turn', id: turn.id, turn };
    if (session) await reconcileTurn(context, { lane, tenant, session, turn });
  }
  // What was looked at may have changed its owner.
  if (due.length > 0) return context.now();
  const sending = turns.find((turn) => turn.state === 'sending');
  if (!sending || !session) return await takeMessages(context, { lane, tenant, session, turns, pending });
  lane.head = { type: 'turn', id: sending.id, turn: sending };
  const isEarly = sending.nextAttemptAt !== null && sending.nextAttemptAt > context.now();
  if (session.owner === 'human') {
    const reason = `a human owns the conversation: ${session.ownerReason}`;
    await scope.turns.end(key, sending.id, { kind: 'suppressed', reason }, context.now());
    return context.now();
  }
  if (isEarly) return sending.nextAttemptAt;
  const stored = hear(context.integrations, await scope.inbound.ofTurn(key, sending.id));
  const heard = matchChoices(stored.heard, session.offered);
  const turn = { turn: sending, heard: inChannelOrder(heard), isFresh: false, isLast: false };
  return await carryTurn(context, { lane, tenant, session, ...turn });
}

/** A deadline passed, or a receiver that was away wants it looked up. */
const isCheckDue = (turn: Turn, now: Date): boolean =>
  turn.state !== 'sending' && turn.checkAt !== null && turn.checkAt <= now;

interface Taking {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session | null;
  turns: readonly Turn[];
  pending: readonly PendingInbound[];
}

async function takeMessages(context: LaneContext, input: Taking): Promise<Date | null> {
  const { lane, tenant, turns, pending } = input;
  const [head] = pending;
  if (!head) return null;
  lane.head = { type: 'message', id: head.id };
  const { heard, unreadable } = hear(context.integrations, pending);
  if (unreadable.length > 0) {
    lane.note(lane.scope.inbound.end(unreadable, unreadableEnd, context.now()));
    lane.note(lane.scope.deadLetters.addMessages(unreadable, context.now()));
  }
  const isAll = pending.length < messagesMax;
  const first = heard[0];
  if (!first) return isAll ? null : context.now();
  if (!tenant?.active) return await suppress(context, lane, heard, 'the tenant is suspended');
  if (!tenant.channel) return await suppress(context, lane, heard, 'the tenant has no Chatwoot connection');
  const known =
    input.session ?? (await ensureSession(context, { scope: lane.scope, key: lane.key, tenant, first }));
  const session = await renewSession(context, { lane, tenant, session: known, turns: input.turns });
  const { late, fresh } = splitErased(heard, session);
  if (late.length > 0) return await suppress(context, lane, late, erasedReason);
  const said = matchChoices(fresh, session.offered);
  return await giveToOwner(context, { lane, tenant, session, turns, heard: said, isAll });
}

interface Giving {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  turns: readonly Turn[];
  heard: readonly Heard[];
  /** Whether `heard` is all that waits. */
  isAll: boolean;
}

async function giveToOwner(context: LaneContext, input: Giving): Promise<Date | null> {
  const { lane, tenant, session, heard } = input;
  if (session.owner === 'human') return await askHuman(context, input);
  const { lastTakenMessageId } = session;
  const plan = planTurn({ pending: heard, config: tenant.config, lastTakenMessageId, now: context.now() });
  switch (plan.action) {
    case 'idle':
      return null;
    case 'wait':
      return plan.until;
    case 'take': {
      const { messages, lateIds } = plan;
      const newest = messages.at(-1);
      const owned = newest && (await ownByMessage(context, { lane, tenant, session, newest }));
      if (owned && !owned.consequences.includes('give-to-bot'))
        return await leaveToHuman(context, lane, messages, owned.state.ownerReason);
      noteLanguage({ lane, session, newest });
      const wish = humanWanted({ ...input, config: tenant.config, messages });
      if (wish) return await handOverMessages(context, { lane, tenant, session, messages, wish });
      await welcomeFirst(context, { lane, tenant, session, first: messages[0] });
      const turn = await beginTurn(context, { lane, tenant, session, messages, lateIds });
      if (!turn) return context.now();
      const isLast = input.isAll && messages.length === heard.length;
      return await carryTurn(context, {
        lane,
        tenant,
        session,
        turn,
        heard: messages,
        isFresh: true,
        isLast,
      });
    }
  }
}

/** What waits is the human's at once, unless its newest message shows that the conversation is the bot's again. */
async function askHuman(context: LaneContext, { lane, tenant, session, heard }: Giving): Promise<Date> {
  const newest = inChannelOrder(heard).at(-1);
  const owned = newest && (await ownByMessage(context, { lane, tenant, session, newest }));
  if (owned?.consequences.includes('give-to-bot')) return context.now();
  return await leaveToHuman(context, lane, heard, owned?.state.ownerReason ?? session.ownerReason);
}

/** Later words of the platform are said in the language that the customer's messages show. */
function noteLanguage(input: { lane: HeldLane; session: Session; newest: Heard | undefined }): void {
  const { lane, session, newest } = input;
  const locale = newest?.conversation.locale ?? null;
  if (locale !== null && locale !== session.locale)
    lane.note(lane.scope.sessions.progress(session.id, { locale }));
}

/** The bot stays silent; the customer's messages are the human's, who sees them in Chatwoot. */
const leaveToHuman = (
  context: LaneContext,
  lane: HeldLane,
  messages: readonly Heard[],
  why: string,
): Promise<Date> => suppress(context, lane, messages, `a human owns the conversation: ${why}`);

/** Ends messages unanswered, and looks again for more. */
async function suppress(
  context: LaneContext,
  lane: HeldLane,
  messages: readonly Heard[],
  reason: string,
): Promise<Date> {
  const ids = messages.map(({ id }) => id);
  if (ids.length > 0) lane.note(lane.scope.inbound.end(ids, { kind: 'suppressed', reason }, context.now()));
  return context.now();
}
