import type { Outbound, TenantScope } from '@tandem/db';
import type { ConnectionId, OutboundId, SessionId, TurnId } from '@tandem/schemas';
import { later } from '../lanes/earliest.ts';

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
  const at = context.now();
  const changed = await scope.sessions.changeOwner(input.session.id, {
    id: context.newId(),
    owner: 'human',
    reason: input.reason,
    actor: input.actor,
    causeId: input.causeId,
    at,
  });
  if (!changed) return false;
  if (input.notice)
    await queue(context, scope, input, { kind: 'notice', payload: { type: 'text', text: input.notice } });
  await queue(context, scope, input, { kind: 'status', payload: { status: 'open' } });
  return true;
}

interface Release {
  session: { id: SessionId; connectionId: ConnectionId; conversationId: number };
  reason: string;
  actor: string;
  replyTtlMinutes: number;
}

/** Makes the bot the owner and queues setting the conversation to `pending`. Must run in a transaction. */
export async function release(
  context: HandOverContext,
  scope: TenantScope,
  input: Release,
): Promise<boolean> {
  const changed = await scope.sessions.changeOwner(input.session.id, {
    id: context.newId(),
    owner: 'bot',
    reason: input.reason,
    actor: input.actor,
    causeId: null,
    at: context.now(),
  });
  if (!changed) return false;
  const step = { kind: 'status', payload: { status: 'pending' } } as const;
  await queue(context, scope, { ...input, turnId: null }, step);
  return true;
}

async function queue(
  context: HandOverContext,
  scope: TenantScope,
  input: Pick<HandOver, 'session' | 'turnId' | 'replyTtlMinutes'>,
  step: { kind: Outbound['kind']; payload: object },
): Promise<void> {
  const at = context.now();
  const { id: sessionId, connectionId, conversationId } = input.session;
  await scope.outbound.append({ sessionId, connectionId, conversationId }, [
    {
      id: context.newId<OutboundId>(),
      turnId: input.turnId,
      inboundId: null,
      kind: step.kind,
      payload: JSON.stringify(step.payload),
      expiresAt: later(at, input.replyTtlMinutes * 60_000),
      createdAt: at,
    },
  ]);
  await scope.lanes.touch({ connectionId, conversationId, direction: 'to-channel' }, at);
}
