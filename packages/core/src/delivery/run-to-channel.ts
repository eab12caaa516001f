import type { Outbound, Session, Turn } from '@tandem/db';
import type { OutboundId, TurnId } from '@tandem/schemas';
import { handoffOverReason, isHandoffOver } from '../handoff/is-handoff-over.ts';
import { connectChannel } from '../lanes/connect-channel.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { earliest } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { type Look, outboundMax } from '../lanes/look.ts';
import { nextTimerAt } from '../timers/next-timer-at.ts';
import { runTimers } from '../timers/run-timers.ts';
import { tellBot } from '../timers/tell-bot.ts';
import { hideTyping } from '../typing/hide-typing.ts';
import { absorbReplies } from './absorb-replies.ts';
import { endTurns } from './end-turns.ts';
import { isWords } from './may-pass.ts';
import { sendNext } from './send-next.ts';
import { isSuperseded, supersededReason } from './superseded.ts';

/** Acts on one look at a lane to the channel: takes in replies, carries what is due, ends turns. Answers when the next work is. */
export async function runToChannel(context: LaneContext, lane: HeldLane, look: Look): Promise<Date | null> {
  const { session, turns, pending, open } = look;
  const tenant = await context.directory.view(lane.key.tenantId);
  if (session && (await runTimers(context, { lane, tenant, session }))) return context.now();
  const replies = await absorbReplies(context, {
    lane,
    tenant,
    session,
    turns,
    pending,
    isNext: open.length === 0,
  });
  // Behind a full look more may wait, which what was just added must not overtake.
  const outbound =
    replies.added && open.length < outboundMax
      ? [...open, ...replies.added]
      : await lane.scope.outbound.open(lane.key, outboundMax);
  let hiding: Promise<Date | null> | undefined;
  const hide = () => {
    hiding ??= hideTyping(context, { lane, tenant, session, turns });
    return hiding;
  };
  const isAll = replies.againAt === null && outbound.length < outboundMax;
  const besideLast = isAll ? hide : null;
  const { claimedId } = replies;
  const carrying = { lane, tenant, session, turns, open: outbound, claimedId, besideLast };
  const carried = await carryOpen(context, carrying);
  const { waitUntil, stepsAt, sentTurnIds } = carried;
  const againAt = earliest(replies.againAt, waitUntil);
  const isActive = tenant?.active === true;
  const timerAt = session && nextTimerAt({ session, isActive, now: context.now() });
  if (againAt !== null || !session) return earliest(againAt, stepsAt, timerAt);
  await endTurns(context, { lane, turns, sentTurnIds });
  const hideAt = await hide();
  return earliest(stepsAt, hideAt, timerAt, await tellBot(context, { lane, tenant, session }));
}

interface Carried {
  /** Until when the rest has to wait; null when nothing is left. */
  waitUntil: Date | null;
  /** When steps that no customer sees are due again; null when none is left. */
  stepsAt: Date | null;
  /** Turns of which a message was sent. */
  sentTurnIds: Set<TurnId>;
}

interface CarryOpen {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session | null;
  turns: readonly Turn[];
  open: readonly Outbound[];
  /** The message claimed already. */
  claimedId: OutboundId | null;
  /** Done while the last message is on its way; null: nothing. */
  besideLast: (() => Promise<unknown>) | null;
}

/** Carries messages in order until one has to wait; those behind it wait too. What no customer sees waits for nothing. */
async function carryOpen(context: LaneContext, input: CarryOpen): Promise<Carried> {
  const { lane, tenant, open } = input;
  const carried: Carried = { waitUntil: null, stepsAt: null, sentTurnIds: new Set() };
  if (open.length === 0) return carried;
  const client = await connectChannel(context, lane);
  for (const outbound of open) {
    const isStep = !isWords(outbound);
    if (carried.waitUntil && !isStep) continue;
    const isClaimed = outbound.id === input.claimedId;
    const stale = isClaimed ? null : staleReason(input, outbound);
    if (stale !== null) {
      lane.note(lane.scope.outbound.drop(outbound.id, { state: 'suppressed', reason: stale }));
      continue;
    }
    const beside = outbound === open.at(-1) ? input.besideLast : null;
    const outcome = await sendNext(context, { lane, tenant, client, outbound, isClaimed, beside });
    if (outcome instanceof Date) {
      if (isStep) carried.stepsAt = earliest(carried.stepsAt, outcome);
      else carried.waitUntil = outcome;
    } else if (outcome === 'sent' && outbound.turnId && !isStep) carried.sentTurnIds.add(outbound.turnId);
  }
  const isMore = open.length >= outboundMax && !carried.waitUntil && !carried.stepsAt;
  return isMore ? { ...carried, waitUntil: context.now() } : carried;
}

/** Why a message that nobody has tried to send yet is not wanted any more; null: it is. */
function staleReason(input: CarryOpen, outbound: Outbound): string | null {
  if (isOvertaken(input, outbound)) return supersededReason;
  const { session } = input;
  const isOver = outbound.state === 'pending' && session !== null && isHandoffOver(outbound, session);
  return isOver ? handoffOverReason : null;
}

/** The engine took newer words of the customer while it waited to be sent. */
function isOvertaken({ tenant, turns }: CarryOpen, outbound: Outbound): boolean {
  const { kind, state, turnId, createdAt } = outbound;
  const madeAtMs = createdAt.getTime();
  return (
    kind === 'reply' &&
    state === 'pending' &&
    isSuperseded({ config: tenant?.config, turns, turnId, madeAtMs })
  );
}
