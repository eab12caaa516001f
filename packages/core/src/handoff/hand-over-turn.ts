import type { Session, TenantScope, Turn } from '@tandem/db';
import { configDefaults, formatActor, type HandoffRequest, type InboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { handOver } from './hand-over.ts';

export interface HandOverTurn {
  lane: HeldLane;
  scope: TenantScope;
  tenant: TenantView | null;
  session: Session;
  turn: Turn | null;
  replyId: InboundId;
  /** Whether the bot itself said something in that turn. */
  said: boolean;
}

/**
 * Ends a turn with a handoff, because of a reply of the bot: what it said before still reaches the customer, what it says
 * afterwards does not. Must run in a transaction.
 */
export async function handOverTurn(
  context: LaneContext,
  input: HandOverTurn & { reason: string; by: 'bot' | 'tandem'; request: HandoffRequest | null },
): Promise<void> {
  const { lane, scope, session, turn, reason, replyId, said, request } = input;
  const changed = await handOver(context, scope, {
    session,
    config: input.tenant?.config ?? configDefaults,
    reason,
    actor: formatActor({ type: input.by }),
    causeId: replyId,
    turnId: turn?.id ?? null,
    inboundId: replyId,
    request,
    said,
    locale: null,
  });
  if (!changed) return;
  await scope.outbound.keepAsNotices(session.id);
  if (!turn) return;
  turn.state = 'ended';
  await scope.turns.end(lane.key, turn.id, { kind: 'handed-off', reason }, context.now());
}
