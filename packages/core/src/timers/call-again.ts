import type { Session } from '@tandem/db';
import { queueSteps } from '../delivery/queue-steps.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { applyOwnerEvent } from '../ownership/apply-owner-event.ts';
import { rulesOf } from '../ownership/rules-of.ts';
import { wordsFor } from '../words/words-for.ts';
import { lastPriority } from './last-priority.ts';
import { unattendedSteps } from './unattended-steps.ts';

/** No agent answered a handoff in time: the customer is told, and agents are called once more (product page §3). */
export async function callAgain(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView; session: Session },
): Promise<void> {
  const { lane, tenant, session } = input;
  const { config } = tenant;
  await lane.scope.transaction(async (scope) => {
    const event = { type: 'unattended-due', at: context.now() } as const;
    const given = { sessionId: session.id, event, rules: rulesOf(tenant), causeId: null };
    const decision = await applyOwnerEvent(context, scope, given);
    if (decision?.consequences.includes('call-again')) {
      const text = wordsFor(config, session.locale).unattendedMessage;
      const priority = lastPriority(await scope.outbound.newestSteps(session.id));
      await queueSteps(context, scope, {
        session,
        turnId: null,
        inboundId: null,
        replyTtlMinutes: config.replyTtlMinutes,
        steps: unattendedSteps({ text, rules: config.escalationRules, priority }),
      });
    }
    await lane.fence(scope);
  });
  const { tenantId, conversationId } = lane.key;
  context.log.warn(
    { tenantId, conversationId, outcome: 'unattended' },
    'no agent answered a handoff in time',
  );
}
