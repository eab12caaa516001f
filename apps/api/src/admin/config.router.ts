import { getConfig, putConfig } from '@tandem/core/config';
import { startSync } from '@tandem/core/sync';
import { zConfigAnswer, zGetConfig, zPutConfig, zStartedSyncAnswer, zStartSync } from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/config';

export const configRouter = router({
  get: tenantProcedure
    .meta({ summary: 'Show configuration and knowledge base', rest: { methods: ['GET'], path, status: 200 } })
    .input(zGetConfig)
    .output(zConfigAnswer)
    .query(({ ctx, input }) => getConfig(ctx.verb, input)),

  put: tenantProcedure
    .meta({
      summary:
        'Change the configuration: given fields replace, null resets; a knowledge base replaces the whole',
      rest: { methods: ['PUT', 'POST'], path, status: 200, ifMatch: true },
    })
    .input(zPutConfig)
    .output(zConfigAnswer)
    .mutation(({ ctx, input }) => putConfig(ctx.verb, input)),

  sync: tenantProcedure
    .meta({
      summary: 'Push configuration and knowledge base to Botpress',
      rest: { methods: ['POST'], path: `${path}/sync`, status: 202 },
    })
    .input(zStartSync)
    .output(zStartedSyncAnswer)
    .mutation(async ({ ctx, input }) => ({ syncRun: await startSync(ctx.verb, input) })),
});
