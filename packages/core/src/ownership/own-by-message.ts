import type { Session } from '@tandem/db';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import type { Heard } from '../routing/hear.ts';
import { applyOwnerEvent } from './apply-owner-event.ts';
import { decideByMessage } from './decide-by-message.ts';
import type { OwnerDecision } from './owner-events.ts';
import { queueStep } from './queue-step.ts';

interface OwnByMessage {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  newest: Heard;
}

/** Says whose a customer's message is, and records what it shows to have changed. Most change nothing and cost nothing. */
export async function ownByMessage(context: LaneContext, input: OwnByMessage): Promise<OwnerDecision> {
  const { lane, tenant, session, newest } = input;
  const { conversation, id: causeId } = newest;
  const { decision, event, rules } = await decideByMessage(context, { session, conversation, tenant });
  if (!decision.recorded) return decision;
  const applied = await lane.scope.transaction(async (scope) => {
    const given = { sessionId: session.id, event, rules, causeId };
    const decision = await applyOwnerEvent(context, scope, given);
    if (decision?.consequences.includes('set-pending')) {
      const { replyTtlMinutes } = tenant.config;
      const step = { session, turnId: null, inboundId: causeId, replyTtlMinutes };
      await queueStep(context, scope, { ...step, kind: 'status', payload: { status: 'pending' } });
    }
    await lane.fence(scope);
    return decision;
  });
  context.wake([{ ...lane.key, direction: 'to-channel' }]);
  return applied ?? decision;
}
