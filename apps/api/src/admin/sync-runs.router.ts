import { countSyncs, getSyncProgress, getSyncRun, startAllSyncs } from '@tandem/core/sync';
import {
  type SyncProgressView,
  zCountSyncs,
  zGetSyncRun,
  zStartAll,
  zStartedAllAnswer,
  zSyncCountsAnswer,
  zSyncProgress,
  zSyncRunAnswer,
  zWatchSyncCounts,
  zWatchSyncRun,
} from '@tandem/schemas/admin';
import { zEvents } from './events-schema.ts';
import { type Looked, subscribe } from './subscribe.ts';
import { platformProcedure, router, tenantProcedure } from './trpc.ts';

export const syncRunsRouter = router({
  get: tenantProcedure
    .meta({
      summary: 'Show how far a sync run is and what became of each entry',
      rest: { methods: ['GET'], path: '/api/chatbot/tenants/{tenantId}/sync-runs/{syncRunId}', status: 200 },
    })
    .input(zGetSyncRun)
    .output(zSyncRunAnswer)
    .query(async ({ ctx, input }) => ({ syncRun: await getSyncRun(ctx.verb, input) })),

  watch: tenantProcedure
    .meta({ summary: 'Follow a sync run until it has ended', rest: null })
    .input(zWatchSyncRun)
    .output(zEvents(zSyncProgress))
    .subscription(({ ctx, input, signal }) =>
      subscribe(ctx, {
        signal,
        lastEventId: input.lastEventId,
        look: async (after) => lookAtRun(await getSyncProgress(ctx.verb, input), after),
      }),
    ),

  startAll: platformProcedure
    .meta({
      summary:
        'Push to Botpress for every tenant whose bot may not hold what it should, a page of tenants a call',
      rest: { methods: ['POST'], path: '/api/chatbot/sync', status: 202 },
    })
    .input(zStartAll)
    .output(zStartedAllAnswer)
    .mutation(({ ctx, input }) => startAllSyncs(ctx.verb, input)),

  counts: platformProcedure
    .meta({
      summary: 'Show how many sync runs of all tenants wait and how many run',
      rest: { methods: ['GET'], path: '/api/chatbot/sync', status: 200 },
    })
    .input(zCountSyncs)
    .output(zSyncCountsAnswer)
    .query(({ ctx }) => countSyncs(ctx.verb)),

  watchCounts: platformProcedure
    .meta({
      summary: 'Follow how many sync runs of all tenants wait and run, until there is none',
      rest: null,
    })
    .input(zWatchSyncCounts)
    .output(zEvents(zSyncCountsAnswer))
    .subscription(({ ctx, input, signal }) =>
      subscribe(ctx, {
        signal,
        lastEventId: input.lastEventId,
        lookEveryMs: 1_000,
        look: async (after) => lookAtCounts(await countSyncs(ctx.verb), after),
      }),
    ),
});

/** A state is its own id: who has seen it is told of the next one. */
function lookAtRun(run: SyncProgressView, after: string | null): Looked<SyncProgressView> {
  const id = `${run.status}.${run.done}.${run.failed}.${run.total}`;
  const isOver = run.status !== 'queued' && run.status !== 'running';
  return { events: id === after ? [] : [{ id, data: run }], isOver };
}

type Counts = { queued: number; running: number };

function lookAtCounts(counts: Counts, after: string | null): Looked<Counts> {
  const id = `${counts.queued}.${counts.running}`;
  return { events: id === after ? [] : [{ id, data: counts }], isOver: counts.queued + counts.running === 0 };
}
