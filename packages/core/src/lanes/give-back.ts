import type { LaneContext } from './context.ts';
import { later } from './earliest.ts';
import { endHead } from './end-head.ts';
import type { HeldLane } from './held-lane.ts';
import { planFailure } from './plan-failure.ts';

/** An outage is no fault of what waits: it is tried again soon, and for as long as it takes. */
const afterOutageMs = 2_000;

/**
 * Gives a lane back after a failure of ours, so that it need not wait for the end of its lease: for another try after a gap
 * that grows, and after several at the same message for what comes behind it, which is then dead. Never throws. Answers when
 * the lane is due; null: somebody else has it, or the store is away, and the sweep finds it.
 */
export async function giveBack(
  context: LaneContext,
  { lane, error }: { lane: HeldLane; error: unknown },
): Promise<Date | null> {
  try {
    const dueAt = context.isStoreOutage(error)
      ? later(context.now(), afterOutageMs)
      : await afterFailure(context, lane);
    return (await lane.release(dueAt)) ? dueAt : null;
  } catch {
    return null;
  }
}

async function afterFailure(context: LaneContext, lane: HeldLane): Promise<Date> {
  const { head, key } = lane;
  const failures = await lane.scope.laneFailures.count(key, lane.lease, head?.id ?? null);
  const plan = planFailure({ failures, hasHead: head !== null, random: context.random() });
  context.log.warn({ ...key, headId: head?.id ?? null, failures, outcome: 'failed' }, 'a lane failed');
  if (!plan.end || head === null) return later(context.now(), plan.end ? afterOutageMs : plan.afterMs);
  await endHead(context, { lane, head, bare: plan.bare });
  return context.now();
}
