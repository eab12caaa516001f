import type { TenantScope } from '@tandem/db';
import type { ConnectionId, SessionId, TurnId } from '@tandem/schemas';
import { applyOwnerEvent } from './apply-owner-event.ts';
import type { OwnerRules } from './owner-events.ts';
import { queueStep } from './queue-step.ts';

interface HandOverContext {
  newId<Id extends string>(): Id;
  now(): Date;
}

interface HandOver {
  session: { id: SessionId; connectionId: ConnectionId; conversationId: number };
  reason: string;
  /** `formatActor` of who wants it. */
  actor: string;
  causeId: string | null;
  turnId: TurnId | null;
  /** What the customer is told first; null: nothing. */
  notice: string | null;
  replyTtlMinutes: number;
  rules: OwnerRules;
}

/**
 * Makes a human the owner and queues the steps that follow: the notice to the customer, then opening the conversation.
 * Must run in a transaction. The caller wakes the lane to the channel. False: a human owned it already, nothing is queued.
 */
export async function handOver(
  context: HandOverContext,
  scope: TenantScope,
  input: HandOver,
): Promise<boolean> {
  const { reason, actor, rules, causeId } = input;
  const event = { type: 'handoff', at: context.now(), reason, actor } as const;
  const given = { sessionId: input.session.id, event, rules, causeId };
  const decision = await applyOwnerEvent(context, scope, given);
  if (!decision?.recorded) return false;
  const { session, turnId, replyTtlMinutes, notice } = input;
  const step = { session, turnId, inboundId: null, replyTtlMinutes };
  if (notice)
    await queueStep(context, scope, { ...step, kind: 'notice', payload: { type: 'text', text: notice } });
  await queueStep(context, scope, { ...step, kind: 'status', payload: { status: 'open' } });
  return true;
}

interface Release {
  session: { id: SessionId; connectionId: ConnectionId; conversationId: number };
  reason: string;
  actor: string;
  replyTtlMinutes: number;
  rules: OwnerRules;
}

/** Makes the bot the owner and queues setting the conversation to `pending`. Must run in a transaction. */
export async function release(
  context: HandOverContext,
  scope: TenantScope,
  input: Release,
): Promise<boolean> {
  const { reason, actor, rules } = input;
  const event = { type: 'release', at: context.now(), reason, actor } as const;
  const given = { sessionId: input.session.id, event, rules, causeId: null };
  const decision = await applyOwnerEvent(context, scope, given);
  if (!decision?.recorded) return false;
  const { session, replyTtlMinutes } = input;
  const step = { session, turnId: null, inboundId: null, replyTtlMinutes };
  await queueStep(context, scope, { ...step, kind: 'status', payload: { status: 'pending' } });
  return true;
}
