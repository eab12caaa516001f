import type { Turn } from '@tandem/db';
import type { UpstreamError } from '@tandem/integrations/contract';
import type { LaneContext } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { noteAttempt } from '../lanes/note-attempt.ts';

/** Writes down an attempt at the engine that brought nothing. */
export function recordFailure(
  context: LaneContext,
  input: { lane: HeldLane; turn: Turn; failure: UpstreamError; startedAtMs: number },
): void {
  const { lane, turn, failure, startedAtMs } = input;
  const { tenantId, conversationId } = lane.key;
  const durationMs = noteAttempt(context, {
    lane,
    subject: turn,
    hop: 'engine',
    error: failure,
    startedAtMs,
  });
  context.log.info(
    { tenantId, conversationId, turnId: turn.id, outcome: failure.kind, durationMs },
    'turn not taken',
  );
}
