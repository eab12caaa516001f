import type { Database } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';

/** Chatwoot tries for hours, and repeats an event of an old message whenever it is looked at: known for so long. */
const lateForMs = 14 * 24 * 3_600_000;
const dayMs = 24 * 3_600_000;
const againMs = 3_600_000;
/** Another worker begins where one that died had been. */
const claimedMs = 600_000;
const rowsMax = 500;
const batchesMax = 20;

export interface RetentionContext {
  database: Database;
  now(): Date;
  /** Ends it at the next batch. */
  signal?: AbortSignal;
}

/**
 * Deletes what tenants with `retentionDays` no longer keep: messages that have their end, turns, attempts, and sessions in which
 * nothing is left and nothing is to happen. Bounded; what is more is due at once. Answers how many tenants it looked at.
 */
export async function sweepRetention(
  context: RetentionContext,
  { limit }: { limit: number },
): Promise<number> {
  const tenants = await context.database.platform.retentionWork.due(context.now(), limit);
  for (const tenantId of tenants) {
    if (context.signal?.aborted) break;
    await sweepTenant(context, tenantId);
  }
  return tenants.length;
}

async function sweepTenant(context: RetentionContext, tenantId: TenantId): Promise<void> {
  const { retention } = context.database.enter(tenantId);
  const now = context.now();
  const later = (ms: number) => new Date(now.getTime() + ms);
  const days = await retention.claim({ at: now, until: later(claimedMs) });
  if (days === null) return;
  const before = later(-days * dayMs);
  const sweep = { before, keepRowsSince: later(-Math.max(days * dayMs, lateForMs)), now, limit: rowsMax };
  for (let batch = 0; batch < batchesMax && !context.signal?.aborted; batch += 1) {
    const swept = await retention.sweep(sweep);
    if (Object.keys(swept).length === 0) return await retention.lookAgain(later(againMs));
  }
  await retention.lookAgain(now);
}
