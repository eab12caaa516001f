import type { Database } from '@tandem/db';
import type { ChangedTenant } from '@tandem/queue';

/** Clocks differ and commits take time: each call asks again for what it asked for last. */
const overlapMs = 15_000;
const firstReachMs = 60_000;

/** Tenants changed since the last call, from the audit log: corrects caches while news between processes is lost. */
export function changeFeed(context: { database: Database; now(): Date }): () => Promise<ChangedTenant[]> {
  let askedAtMs: number | null = null;
  return async () => {
    const nowMs = context.now().getTime();
    const since = new Date(askedAtMs === null ? nowMs - firstReachMs : askedAtMs - overlapMs);
    const changed = await context.database.platform.snapshots.changedSince(since);
    askedAtMs = nowMs;
    return changed;
  };
}
