import type { Session } from '@tandem/db';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { callAgain } from './call-again.ts';
import { endSilence } from './end-silence.ts';

export interface RunTimers {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session;
}

/**
 * Does what the session's timers have come to: a handoff that no agent answered, and silence that gives the conversation back.
 * The times stand in the session, and the lane to the channel is due by them: they survive whatever Redis and workers do not.
 * True: something was due, and the session is to be read again.
 */
export async function runTimers(
  context: LaneContext,
  { lane, tenant, session }: RunTimers,
): Promise<boolean> {
  const now = context.now();
  if (!tenant?.active) return false;
  const isUnattended = session.unattendedAt !== null && session.unattendedAt <= now;
  const isSilent = session.resumeAt !== null && session.resumeAt <= now;
  if (isUnattended) await callAgain(context, { lane, tenant, session });
  if (isSilent) await endSilence(context, { lane, tenant, session });
  return isUnattended || isSilent;
}
