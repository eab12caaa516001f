import type { Session, TenantScope } from '@tandem/db';
import { textInLanguage } from '../config/text-in-language.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { applyOwnerEvent } from '../ownership/apply-owner-event.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { rulesOf } from '../ownership/rules-of.ts';

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
      const text = textInLanguage(config, 'unattendedMessage', await localeOf(context, scope, session));
      const step = { session, turnId: null, inboundId: null, replyTtlMinutes: config.replyTtlMinutes };
      if (text) await queueStep(context, scope, { ...step, kind: 'notice', payload: { type: 'text', text } });
    }
    await lane.fence(scope);
  });
  const { tenantId, conversationId } = lane.key;
  context.log.warn(
    { tenantId, conversationId, outcome: 'unattended' },
    'no agent answered a handoff in time',
  );
}

/** The customer's language, as the newest webhook of the conversation tells it. */
async function localeOf(context: LaneContext, scope: TenantScope, session: Session): Promise<string | null> {
  const { chatwoot } = context.integrations.channels;
  const newest = await scope.inbound.newestBody(session, { source: chatwoot.provider });
  if (!newest) return null;
  try {
    const event = chatwoot.read(JSON.parse(newest.toString('utf8')));
    return 'conversation' in event ? event.conversation.locale : null;
  } catch {
    return null;
  }
}
