import type { TenantScope } from '@tandem/db';
import { LeaseLost } from '@tandem/integrations/contract';
import type { Direction } from '@tandem/schemas';
import { HeldLane } from '../lanes/held-lane.ts';
import type { ErasureContext } from './context.ts';
import type { ContactPlace } from './find-contact.ts';

interface HoldLanes {
  scope: TenantScope;
  place: ContactPlace;
  directions: readonly Direction[];
}

/** Proves inside a transaction that the lanes are still ours, and keeps them so until it ends. Throws `LeaseLost`. */
export type Fence = (tx: TenantScope) => Promise<void>;

/**
 * Does `work` while nobody else is in the lanes of a conversation: what was being sent has been sent, and its sender has
 * gone. The leases are prolonged meanwhile, however long a batch takes. Answers what `work` does; false as well when somebody is
 * in one of the lanes, or took it over: come again.
 */
export async function holdLanes(
  context: Pick<ErasureContext, 'worker' | 'leaseMs' | 'now'>,
  { scope, place, directions }: HoldLanes,
  work: (fence: Fence) => Promise<boolean>,
): Promise<boolean> {
  const { worker: name, leaseMs } = context;
  const held: HeldLane[] = [];
  try {
    for (const direction of directions) {
      const key = { ...place, tenantId: scope.tenantId, direction };
      const claimedAtMs = performance.now();
      const lease = await scope.lanes.seize(key, { name, leaseMs });
      if (!lease) return false;
      held.push(new HeldLane({ key, scope, lease, leaseMs, claimedAtMs }));
    }
    return await work(async (tx) => {
      for (const lane of held) await lane.fence(tx);
    });
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  } finally {
    for (const lane of held) lane.stop();
    for (const { key, lease } of held) await scope.lanes.yield(key, lease, context.now());
  }
}
