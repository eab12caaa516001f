import type { Database, SyncStanding } from '@tandem/db';
import type { Actor, TenantId } from '@tandem/schemas';
import type { TargetContext } from './context.ts';
import { runBounded } from './run-bounded.ts';
import { isInstallationCloud, targetKey } from './sync-target.ts';
import { wantedHash } from './wanted-hash.ts';

const writesAtOnce = 8;

export interface SyncAllContext {
  database: Database;
  installation: TargetContext['installation'];
  actor: Actor;
  now(): Date;
}

/** How many active tenants of a page were found how. */
export interface SyncAllCounts {
  /** Their engine was proven to hold what they want: one comparison of hashes, and no request. */
  unchanged: number;
  queued: number;
  /** A run waits or runs already. */
  underWay: number;
  /** There is nothing to upload: everything travels with each request. */
  carried: number;
  withoutEngine: number;
}

/**
 * Queues a run for each tenant whose engine may not hold what it should, page by page over all tenants.
 * `verifiedSince`: what was proven earlier than this is looked at again (finds drift). Workers do the runs, a few at once.
 */
export async function syncAll(
  context: SyncAllContext,
  input: { afterId: TenantId | null; limit: number; verifiedSince: Date | null },
): Promise<SyncAllCounts & { nextId: TenantId | null }> {
  const { limit } = input;
  const standings = await context.database.platform.syncWork.standings(input);
  const counts: SyncAllCounts = { unchanged: 0, queued: 0, underWay: 0, carried: 0, withoutEngine: 0 };
  const toQueue: SyncStanding[] = [];
  for (const standing of standings) {
    const verdict = judge(context.installation, { standing, verifiedSince: input.verifiedSince });
    counts[verdict] += 1;
    if (verdict === 'queued') toQueue.push(standing);
  }
  await runBounded(toQueue, writesAtOnce, async ({ tenantId, configVersion }) => {
    const { syncRuns } = context.database.enter(tenantId);
    await syncRuns.request({ configVersion, actor: context.actor, now: context.now() });
  });
  return { ...counts, nextId: standings.length < limit ? null : (standings.at(-1)?.tenantId ?? null) };
}

/** Pure. */
function judge(
  installation: TargetContext['installation'],
  input: { standing: SyncStanding; verifiedSince: Date | null },
): keyof SyncAllCounts {
  const { standing, verifiedSince } = input;
  const key = targetKey(installation, standing.connection);
  if (key === null) return 'withoutEngine';
  if (standing.connection === null && !isInstallationCloud(installation)) return 'carried';
  if (standing.isUnderWay) return 'underWay';
  const isSame = standing.verifiedHash === wantedHash({ ...standing, targetKey: key });
  const isFresh =
    verifiedSince === null || (standing.verifiedAt !== null && standing.verifiedAt >= verifiedSince);
  return isSame && isFresh ? 'unchanged' : 'queued';
}
