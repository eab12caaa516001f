import { getSyncRun } from '@tandem/core/sync';
import { zGetSyncRun, zSyncRunAnswer } from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

export const syncRunsRouter = router({
  get: tenantProcedure
    .meta({
      summary: 'Show how far a sync run is and what became of each entry',
      rest: { methods: ['GET'], path: '/api/chatbot/tenants/{tenantId}/sync-runs/{syncRunId}', status: 200 },
    })
    .input(zGetSyncRun)
    .output(zSyncRunAnswer)
    .query(async ({ ctx, input }) => ({ syncRun: await getSyncRun(ctx.verb, input) })),
});
