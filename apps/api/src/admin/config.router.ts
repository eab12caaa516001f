import {
  configHistory,
  configVersion,
  diffConfig,
  getConfig,
  putConfig,
  rollbackConfig,
} from '@tandem/core/config';
import { startSync } from '@tandem/core/sync';
import {
  zConfigAnswer,
  zConfigDiffAnswer,
  zConfigHistory,
  zConfigHistoryAnswer,
  zConfigVersionAnswer,
  zDiffConfig,
  zGetConfig,
  zGetConfigVersion,
  zPutConfig,
  zRollbackConfig,
  zStartedSyncAnswer,
  zStartSync,
} from '@tandem/schemas/admin';
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

  history: tenantProcedure
    .meta({
      summary: 'List the versions of the configuration, the newest first, with what each changed',
      rest: { methods: ['GET'], path: `${path}/versions`, status: 200 },
    })
    .input(zConfigHistory)
    .output(zConfigHistoryAnswer)
    .query(({ ctx, input }) => configHistory(ctx.verb, input)),

  version: tenantProcedure
    .meta({
      summary: 'Show one version of the configuration',
      rest: { methods: ['GET'], path: `${path}/versions/{version}`, status: 200 },
    })
    .input(zGetConfigVersion)
    .output(zConfigVersionAnswer)
    .query(({ ctx, input }) => configVersion(ctx.verb, input)),

  diff: tenantProcedure
    .meta({
      summary: 'Compare two versions of configuration and knowledge base; the second is the current one',
      rest: { methods: ['GET'], path: `${path}/diff`, status: 200 },
    })
    .input(zDiffConfig)
    .output(zConfigDiffAnswer)
    .query(({ ctx, input }) => diffConfig(ctx.verb, input)),

  rollback: tenantProcedure
    .meta({
      summary: 'Make a new version with the settings, and the knowledge base, of an earlier one',
      rest: { methods: ['POST'], path: `${path}/rollback`, status: 200, ifMatch: true },
    })
    .input(zRollbackConfig)
    .output(zConfigAnswer)
    .mutation(({ ctx, input }) => rollbackConfig(ctx.verb, input)),

  sync: tenantProcedure
    .meta({
      summary: 'Push configuration and knowledge base to Botpress',
      rest: { methods: ['POST'], path: `${path}/sync`, status: 202 },
    })
    .input(zStartSync)
    .output(zStartedSyncAnswer)
    .mutation(async ({ ctx, input }) => ({ syncRun: await startSync(ctx.verb, input) })),
});
