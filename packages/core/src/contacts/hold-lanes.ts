import type { LaneLease, TenantScope } from '@tandem/db';
import type { Direction } from '@tandem/schemas';
import type { ErasureContext } from './context.ts';
import type { ContactPlace } from './find-contact.ts';

const directions: readonly Direction[] = ['to-engine', 'to-channel'];

/**
 * Does `work` while nobody else is in the lanes of a conversation: what was being sent has been sent, and its sender has
 * gone. False when somebody is in one of them: come again.
 */
export async function holdLanes(
  context: Pick<ErasureContext, 'worker' | 'leaseMs' | 'now'>,
  { scope, place }: { scope: TenantScope; place: ContactPlace },
  work: (keep: () => Promise<boolean>) => Promise<void>,
): Promise<boolean> {
  const { worker: name, leaseMs } = context;
  const held: { direction: Direction; lease: LaneLease }[] = [];
  const keep = async () => {
    const kept = held.map(({ direction, lease }) =>
      scope.lanes.renew({ ...place, direction }, lease, leaseMs),
    );
    return (await scope.together(kept)).every((isOurs) => isOurs);
  };
  try {
    for (const direction of directions) {
      const lease = await scope.lanes.seize({ ...place, direction }, { name, leaseMs });
      if (!lease) return false;
      held.push({ direction, lease });
    }
    await work(keep);
    return true;
  } finally {
    for (const { direction, lease } of held)
      await scope.lanes.yield({ ...place, direction }, lease, context.now());
  }
}
