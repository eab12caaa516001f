import type { Session } from '@tandem/db';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { applyOwnerEvent } from '../ownership/apply-owner-event.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { rulesOf } from '../ownership/rules-of.ts';

/** Gives a conversation in which nobody wrote for `autoResumeMinutes` back to the bot, or looks again when it may be so. */
export async function endSilence(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView; session: Session },
): Promise<void> {
  const { lane, tenant, session } = input;
  const { replyTtlMinutes } = tenant.config;
  await lane.scope.transaction(async (scope) => {
    const lastSaidAt = await scope.inbound.lastSaidAt(lane.key);
    const event = { type: 'silence-due', at: context.now(), lastSaidAt } as const;
    const given = { sessionId: session.id, event, rules: rulesOf(tenant), causeId: null };
    const decision = await applyOwnerEvent(context, scope, given);
    if (decision?.consequences.includes('set-pending')) {
      const step = { session, turnId: null, inboundId: null, replyTtlMinutes };
      await queueStep(context, scope, { ...step, kind: 'status', payload: { status: 'pending' } });
    }
    await lane.fence(scope);
  });
}
