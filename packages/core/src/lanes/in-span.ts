import type { TurnId } from '@tandem/schemas';
import type { LaneContext } from './context.ts';
import type { HeldLane } from './held-lane.ts';

/** A piece of work within the trace of a turn; `subjectId` is the turn or message carried. */
export interface LaneSpan {
  name: 'carry turn' | 'deliver' | 'settle';
  turnId: TurnId;
  attributes: Record<string, string | number>;
}

interface InSpan {
  lane: HeldLane;
  name: LaneSpan['name'];
  /** Null: it belongs to no turn, and to no trace. */
  turnId: TurnId | null;
  subjectId: string;
  /** Made before. */
  attempts: number;
}

/** Does work within its turn's trace when traces are on; otherwise just does it. */
export async function inSpan<Result>(
  context: LaneContext,
  input: InSpan,
  work: () => Promise<Result>,
): Promise<Result> {
  const { name, turnId } = input;
  if (!context.inSpan || turnId === null) return await work();
  const { tenantId, conversationId } = input.lane.key;
  const attributes = {
    'tandem.tenant_id': tenantId,
    'tandem.conversation_id': conversationId,
    'tandem.subject_id': input.subjectId,
    'tandem.attempt': input.attempts + 1,
  };
  return await context.inSpan({ name, turnId, attributes }, work);
}
