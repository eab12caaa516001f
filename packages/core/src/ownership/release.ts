import type { TenantScope } from '@tandem/db';
import type { ConnectionId, SessionId } from '@tandem/schemas';
import { applyOwnerEvent } from './apply-owner-event.ts';
import type { OwnerRules } from './owner-events.ts';
import { queueStep } from './queue-step.ts';

interface ReleaseContext {
  newId<Id extends string>(): Id;
  now(): Date;
}

interface Release {
  session: { id: SessionId; connectionId: ConnectionId; conversationId: number };
  reason: string;
  actor: string;
  replyTtlMinutes: number;
  rules: OwnerRules;
}

/** Makes the bot the owner and queues setting the conversation to `pending`. Must run in a transaction. */
export async function release(context: ReleaseContext, scope: TenantScope, input: Release): Promise<boolean> {
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
