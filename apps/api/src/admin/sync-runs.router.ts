import { countSyncs, getSyncRun, startAllSyncs } from '@tandem/core/sync';
import {
  zCountSyncs,
  zGetSyncRun,
  zStartAll,
  zStartedAllAnswer,
  zSyncCountsAnswer,
  zSyncRunAnswer,
} from '@tandem/schemas/admin';
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
});
