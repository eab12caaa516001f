import type { TenantScope } from '@tandem/db';
import type { ConnectionId, SessionId } from '@tandem/schemas';
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
}

/** Makes the bot the owner and queues setting the conversation to `pending`. Must run in a transaction. */
export async function release(context: ReleaseContext, scope: TenantScope, input: Release): Promise<boolean> {
  const changed = await scope.sessions.changeOwner(input.session.id, {
    id: context.newId(),
    owner: 'bot',
    reason: input.reason,
    actor: input.actor,
    causeId: null,
    at: context.now(),
  });
  if (!changed) return false;
  const { session, replyTtlMinutes } = input;
  const step = { session, turnId: null, inboundId: null, replyTtlMinutes };
  await queueStep(context, scope, { ...step, kind: 'status', payload: { status: 'pending' } });
  return true;
}
