import { LeaseLost } from '@tandem/integrations/contract';
import type { LaneKey } from '@tandem/schemas';
import { runToChannel } from '../delivery/run-to-channel.ts';
import { runToEngine } from '../routing/run-to-engine.ts';
import { greetVisitor } from '../welcome/greet-visitor.ts';
import { isVisitorLane } from '../welcome/visitor-lane.ts';
import type { LaneContext } from './context.ts';
import { giveBack } from './give-back.ts';
import { HeldLane } from './held-lane.ts';
import { type Look, lookAt } from './look.ts';

/** Looks at one lane in a row before it makes room for others. */
const looksMax = 50;

/**
 * Works one lane until it has nothing to do now: claim, look, act, release with the time of its next work. Returns at once
 * when another worker holds it. Upstream failures are recorded outcomes and never thrown; a lost lease ends the run.
 */
export async function runLane(context: LaneContext, key: LaneKey): Promise<void> {
  const { leaseMs } = context;
  const scope = context.database.enter(key.tenantId);
  const claimedAtMs = performance.now();
  const ours = scope.lanes.claim(key, { name: context.worker, leaseMs });
  const seen = await lookAt({ scope, key, ours });
  if (!seen) return;
  const lane = new HeldLane({ key, scope, lease: seen.lease, leaseMs, claimedAtMs });
  try {
    await workUntilQuiet(context, lane, seen.look);
  } catch (error) {
    if (!(error instanceof LeaseLost)) {
      const dueAt = await giveBack(context, { lane, error });
      if (dueAt) wakeLater(context, lane.key, dueAt);
      throw error;
    }
    await lane.flush();
    context.log.warn({ ...key, token: lane.lease.token }, 'lane lost to another worker');
  } finally {
    lane.stop();
  }
}

async function workUntilQuiet(context: LaneContext, lane: HeldLane, first: Look): Promise<void> {
  let look = first;
  for (let looks = 1; ; looks += 1) {
    lane.head = null;
    const dueAt = await act(context, lane, look);
    const isDueNow = dueAt !== null && dueAt <= context.now();
    if ((!isDueNow || looks >= looksMax) && (await lane.release(dueAt))) {
      if (dueAt) wakeLater(context, lane.key, dueAt);
      return;
    }
    look = await lane.lookAgain();
  }
}

const act = (context: LaneContext, lane: HeldLane, look: Look): Promise<Date | null> => {
  switch (lane.key.direction) {
    case 'to-engine':
      return runToEngine(context, lane, look);
    case 'to-channel':
      return isVisitorLane(lane.key.conversationId)
        ? greetVisitor(context, lane)
        : runToChannel(context, lane, look);
  }
};

function wakeLater(context: LaneContext, key: LaneKey, dueAt: Date): void {
  if (dueAt <= context.now()) context.wake([key]);
  else context.wakeAt(key, dueAt);
}
