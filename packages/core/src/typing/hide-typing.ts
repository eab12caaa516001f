import type { Session, Turn } from '@tandem/db';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { firstShow, mayBeShown } from './may-be-shown.ts';
import { setTyping } from './set-typing.ts';

/** Between attempts at ending the bot's typing. */
const againAfterMs = 10_000;
/** After this a Chatwoot that cannot be told has forgotten it by itself: the lane comes to rest. */
const forgottenAfterMs = 60_000;

interface Hiding {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session | null;
  turns: readonly Turn[];
}

/**
 * Ends the bot's typing once no turn waits for a reply, or a human owns the conversation. The age of a turn says that it may
 * have been shown, until the turn has its end; what ends otherwise leaves a mark in the session. What was not shown yet is
 * spared. Answers when to try again.
 */
export async function hideTyping(context: LaneContext, input: Hiding): Promise<Date | null> {
  const { lane, tenant, session, turns } = input;
  if (!session || !tenant) return null;
  const isWaiting = turns.some((turn) => turn.state === 'waiting' || turn.state === 'sending');
  if (isWaiting && session.owner === 'bot') return null;
  const isShown = session.typing || turns.some((turn) => mayBeShown(context, turn));
  for (const turn of turns) if (isDone(turn)) context.spare(firstShow(turn));
  if (!isShown) return null;
  const isHidden = await setTyping(context, { key: lane.key, on: false, guard: lane.guard });
  if (!isHidden && context.now() <= later(session.lastActivityAt, forgottenAfterMs)) {
    lane.note(lane.scope.sessions.progress(session.id, { typing: true }));
    return later(context.now(), againAfterMs);
  }
  if (session.typing || turns.some(isOver)) lane.note(lane.scope.sessions.typingEnded(session.id));
  return null;
}

const isDone = ({ state }: Turn): boolean => state === 'answered' || state === 'ended';

/** Ended while its replies were taken in: typing is marked until it is hidden. */
const isOver = (turn: Turn): boolean => turn.state === 'ended';
