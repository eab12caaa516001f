import type { Session, Turn } from '@tandem/db';
import type { LaneKey } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import { nameOfShow, typingAfterMs } from './may-be-shown.ts';
import { setTyping } from './set-typing.ts';

interface Awaited {
  key: LaneKey;
  session: Session;
  turn: Turn;
}

/**
 * Has the bot's typing shown if it still works on the turn in a while. Who takes in the answer spares the first showing, and hides
 * what may have been shown, also after a crash: hide-typing.ts.
 */
export function showTypingLater(context: LaneContext, input: Awaited): void {
  const now = context.now();
  const name = nameOfShow(input.turn, now);
  context.postpone(name, later(now, typingAfterMs), () => showTyping(context, input));
}

/** A reply that overtakes the request has not seen it: then it is hidden here. */
async function showTyping(context: LaneContext, { key, session, turn }: Awaited): Promise<void> {
  const scope = context.database.enter(key.tenantId);
  const guard = () => {};
  if (!(await scope.turns.isAwaited(turn.id))) return;
  await setTyping(context, { key, on: true, guard });
  if (await scope.turns.isAwaited(turn.id)) return;
  if (await setTyping(context, { key, on: false, guard })) return;
  const channelLane = { ...key, direction: 'to-channel' } as const;
  await scope.atomically([
    scope.sessions.progress(session.id, { typing: true }),
    scope.lanes.touch(channelLane, context.now()),
  ]);
  context.wake([channelLane]);
}
