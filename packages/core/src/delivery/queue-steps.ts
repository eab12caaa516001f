import type { Outbound, TenantScope } from '@tandem/db';
import type { ConnectionId, InboundId, OutboundId, SessionId, TurnId } from '@tandem/schemas';
import { later } from '../lanes/earliest.ts';

interface QueueContext {
  newId<Id extends string>(): Id;
  now(): Date;
}

/** What is to be done at the channel. `payload`: `{status}` for a status, a `Content` for words, otherwise a `ChannelStep`. */
export interface QueuedStep {
  kind: Exclude<Outbound['kind'], 'reply' | 'action'>;
  payload: object;
}

export interface QueueSteps {
  session: { id: SessionId; connectionId: ConnectionId; conversationId: number };
  turnId: TurnId | null;
  /** The message or reply it comes from, in whose trail it is told; null: none. */
  inboundId: InboundId | null;
  replyTtlMinutes: number;
  steps: readonly QueuedStep[];
}

/** Queues what the platform itself does at the channel, and says that the lane there has work. Runs in a transaction. */
export async function queueSteps(
  context: QueueContext,
  scope: TenantScope,
  input: QueueSteps,
): Promise<void> {
  const at = context.now();
  const { id: sessionId, connectionId, conversationId } = input.session;
  const append = scope.outbound.append(
    { sessionId, connectionId, conversationId },
    input.steps.map(({ kind, payload }) => ({
      id: context.newId<OutboundId>(),
      turnId: input.turnId,
      inboundId: input.inboundId,
      kind,
      payload: JSON.stringify(payload),
      expiresAt: later(at, input.replyTtlMinutes * 60_000),
      createdAt: at,
    })),
  );
  const wake = scope.lanes.touch({ connectionId, conversationId, direction: 'to-channel' }, at);
  await scope.together([...append, wake]);
}
