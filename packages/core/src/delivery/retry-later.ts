import type { OutboundId } from '@tandem/schemas';
import type { HeldLane } from '../lanes/held-lane.ts';

interface RetryLater {
  lane: HeldLane;
  outbound: { id: OutboundId };
  nextAttemptAt: Date;
  reason: string;
  counted: boolean;
}

/**
 * Nothing was stored upstream: it may be tried again. Fenced: whoever lost the lane must not free what another one sends. The
 * message comes before the lane, as where an echo is stored, so that the two never wait for each other in a circle.
 */
export async function retryLater(input: RetryLater): Promise<void> {
  const { lane, outbound, ...retry } = input;
  await lane.scope.transaction(async (scope) => {
    await scope.outbound.retryAt(outbound.id, retry);
    await lane.fence(scope);
  });
}
