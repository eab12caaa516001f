import type { Outbound, TenantScope } from '@tandem/db';
import type { ConnectionId, InboundId, OutboundId, SessionId, TurnId } from '@tandem/schemas';
import { later } from '../lanes/earliest.ts';

interface StepContext {
  newId<Id extends string>(): Id;
  now(): Date;
}

export interface QueuedStep {
  session: { id: SessionId; connectionId: ConnectionId; conversationId: number };
  turnId: TurnId | null;
  /** The reply it comes from; null when it is not a reply's. */
  inboundId: InboundId | null;
  replyTtlMinutes: number;
  kind: Extract<Outbound['kind'], 'notice' | 'status'>;
  /** A `Content` for a notice, `{status}` for a status. */
  payload: object;
}

/** Queues words of the platform or a change of status, and says that the lane to the channel has work. Runs in a transaction. */
export async function queueStep(context: StepContext, scope: TenantScope, input: QueuedStep): Promise<void> {
  const at = context.now();
  const { id: sessionId, connectionId, conversationId } = input.session;
  const append = scope.outbound.append({ sessionId, connectionId, conversationId }, [
    {
      id: context.newId<OutboundId>(),
      turnId: input.turnId,
      inboundId: input.inboundId,
      kind: input.kind,
      payload: JSON.stringify(input.payload),
      expiresAt: later(at, input.replyTtlMinutes * 60_000),
      createdAt: at,
    },
  ]);
  const wake = scope.lanes.touch({ connectionId, conversationId, direction: 'to-channel' }, at);
  await scope.together([...append, wake]);
}
