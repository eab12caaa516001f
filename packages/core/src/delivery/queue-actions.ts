import type { Session, Statement, TenantScope, Turn } from '@tandem/db';
import type { EngineReply } from '@tandem/integrations/contract';
import { configDefaults, type InboundId, type OutboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import { actionSteps } from './action-steps.ts';

interface QueueActions {
  scope: TenantScope;
  tenant: TenantView | null;
  session: Session;
  turn: Turn | null;
  replyId: InboundId;
  reply: EngineReply;
}

/** Queues the steps of what the bot asked for and may ask for. To be sent in a transaction. */
export function queueActions(context: LaneContext, input: QueueActions): Statement<void>[] {
  const { scope, tenant, session, turn, replyId, reply } = input;
  const at = context.now();
  const { allowedActions, replyTtlMinutes } = tenant?.config ?? configDefaults;
  const steps = reply.actions
    .filter(({ type }) => allowedActions.includes(type))
    .flatMap((action) => actionSteps(action, session.contactId));
  const { id: sessionId, connectionId, conversationId } = session;
  return scope.outbound.append(
    { sessionId, connectionId, conversationId },
    steps.map((step) => ({
      id: context.newId<OutboundId>(),
      turnId: turn?.id ?? null,
      inboundId: replyId,
      kind: 'action' as const,
      payload: JSON.stringify(step),
      expiresAt: later(at, replyTtlMinutes * 60_000),
      createdAt: at,
    })),
  );
}

/** Which of the bot's actions are refused, in words for the trail; a wish for a human is ownership's to refuse. Pure. */
export function refusedActions(tenant: TenantView | null, reply: EngineReply): string[] {
  const { allowedActions } = tenant?.config ?? configDefaults;
  return reply.actions
    .filter(({ type }) => type !== 'handoff' && !allowedActions.includes(type))
    .map(({ type }) => `the action ${type} is refused: it is not among the allowed actions`);
}
