import { type SyncContext, sweepSyncRuns, syncAll } from '@tandem/core/sync';
import type { TenantId } from '@tandem/schemas';
import { startSweep } from '../lanes/start-sweep.ts';
import { repeat } from '../repeat.ts';

/** How often all tenants are compared with what was proven of them: one comparison of hashes each, no request. */
const roundEveryMs = 600_000;
/** What was proven longer ago than this is looked at again in the engine, and so drift is found. */
const provenForMs = 24 * 3_600_000;
const pageSize = 1_000;

export interface SyncingDeps {
  context: SyncContext;
  /** Runs at work at once in this process, beside those that jobs began. */
  concurrency: number;
  random(): number;
}

/**
 * Does due sync runs, whoever asked for them and whatever became of their job, and looks over all tenants now and then.
 * `stop` waits for the runs at work.
 */
export function startSyncing({ context, concurrency, random }: SyncingDeps): { stop(): Promise<void> } {
  const active = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const tracked = work
      .catch((err: unknown) => context.log.warn({ err }, 'a sync run could not be ended'))
      .finally(() => active.delete(tracked));
    active.add(tracked);
  };
  const sweep = startSweep({
    sweep: async ({ limit }) => {
      const found = await sweepSyncRuns({ ...context, track }, { limit });
      return { found, begun: found };
    },
    // The repairing pace, also without Redis: nobody waits for a sync within milliseconds.
    isRedisUp: () => true,
    room: () => concurrency - active.size,
    random,
    onError: (err) => context.log.warn({ err }, 'the sweep could not read due sync runs'),
  });
  const rounds = startRounds({ context, random });
  return {
    stop: async () => {
      await Promise.all([sweep.stop(), rounds.stop()]);
      await Promise.all(active);
    },
  };
}

function startRounds({ context, random }: Pick<SyncingDeps, 'context' | 'random'>): {
  stop(): Promise<void>;
} {
  let stopped = false;
  const rounds = repeat({
    firstMs: roundEveryMs,
    run: async () => {
      await round(context, () => stopped).catch((err: unknown) =>
        context.log.warn({ err }, 'tenants could not be compared for sync'),
      );
      return roundEveryMs;
    },
    random,
  });
  return {
    stop: () => {
      stopped = true;
      return rounds.stop();
    },
  };
}

async function round(context: SyncContext, isStopped: () => boolean): Promise<void> {
  const verifiedSince = new Date(context.now().getTime() - provenForMs);
  const actor = { type: 'tandem' } as const;
  let afterId: TenantId | null = null;
  do {
    const page: Awaited<ReturnType<typeof syncAll>> = await syncAll(
      { ...context, actor },
      { afterId, limit: pageSize, verifiedSince },
    );
    afterId = page.nextId;
  } while (afterId !== null && !isStopped());
}
