import type { UpstreamError } from '@tandem/integrations/contract';
import type { OutboundId, TurnId } from '@tandem/schemas';
import type { LaneContext } from './context.ts';
import type { HeldLane } from './held-lane.ts';

interface NoteAttempt {
  lane: HeldLane;
  /** What was tried, with the attempts made before. */
  subject: { id: TurnId | OutboundId; attempts: number };
  hop: 'engine' | 'channel';
  /** Null: it worked. */
  error: UpstreamError | null;
  /** What worked otherwise than meant. */
  degraded?: string | undefined;
  startedAtMs: number;
}

/** Has one try at an upstream written down; answers how long it took, ms. */
export function noteAttempt(context: LaneContext, input: NoteAttempt): number {
  const { lane, subject, error } = input;
  const durationMs = performance.now() - input.startedAtMs;
  context.recordAttempt({
    tenantId: lane.key.tenantId,
    id: context.newId(),
    subjectId: subject.id,
    hop: input.hop,
    number: subject.attempts + 1,
    outcome: error?.kind ?? 'ok',
    status: error?.status ?? null,
    detail: error?.message ?? input.degraded ?? null,
    durationMs,
    worker: context.worker,
    at: context.now(),
  });
  return durationMs;
}
