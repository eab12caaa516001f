import type { Database } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';

const batchesMax = 200;

/** Gives what is under way in a deleted tenant its end, in bounded batches; the rest, also at `signal`, is left to the next time. */
export async function endTenantWork(
  context: { database: Database; now(): Date; signal?: AbortSignal },
  { tenantId }: { tenantId: TenantId },
): Promise<void> {
  const { openWork } = context.database.enter(tenantId);
  const deleted = { reason: 'the tenant was deleted', whileStatus: 'deleted' } as const;
  for (let batch = 0; batch < batchesMax && !context.signal?.aborted; batch += 1) {
    const ended = await openWork.end({ ...deleted, at: context.now() });
    if (ended === 0) return;
  }
}
