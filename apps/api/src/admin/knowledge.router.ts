import {
  exportKnowledge,
  importKnowledge,
  listKnowledge,
  replaceKnowledge,
  searchKnowledge,
} from '@tandem/core/knowledge';
import {
  zExportAnswer,
  zExportKnowledge,
  zImportAnswer,
  zImportKnowledge,
  zKnowledgeAnswer,
  zListKnowledge,
  zListKnowledgeAnswer,
  zReplaceKnowledge,
  zSearchKnowledge,
  zSearchKnowledgeAnswer,
} from '@tandem/schemas/admin';
import type { RestMeta } from './meta.ts';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/knowledge-base';

const files = [
  'text/csv',
  'application/json',
  'application/x-ndjson',
  'text/markdown',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const satisfies RestMeta['consumes'];

export const knowledgeRouter = router({
  replace: tenantProcedure
    .meta({
      summary: 'Replace the whole knowledge base',
      rest: { methods: ['POST'], path, status: 200, ifMatch: true },
    })
    .input(zReplaceKnowledge)
    .output(zKnowledgeAnswer)
    .mutation(({ ctx, input }) => replaceKnowledge(ctx.verb, input)),

  list: tenantProcedure
    .meta({
      summary: 'List the entries of the knowledge base, those of a tag or with a text',
      rest: { methods: ['GET'], path, status: 200 },
    })
    .input(zListKnowledge)
    .output(zListKnowledgeAnswer)
    .query(({ ctx, input }) => listKnowledge(ctx.verb, input)),

  search: tenantProcedure
    .meta({
      summary: 'Show which entries the bot would be given with a message',
      rest: { methods: ['GET'], path: `${path}/search`, status: 200 },
    })
    .input(zSearchKnowledge)
    .output(zSearchKnowledgeAnswer)
    .query(({ ctx, input }) => searchKnowledge(ctx.verb, input)),

  import: tenantProcedure
    .meta({
      summary: 'Import a file of CSV, JSON, NDJSON, Markdown or XLSX, or show what that would change',
      rest: { methods: ['POST'], path: `${path}/import`, status: 200, ifMatch: true, consumes: files },
    })
    .input(zImportKnowledge)
    .output(zImportAnswer)
    .mutation(({ ctx, input }) => importKnowledge(ctx.verb, input)),

  export: tenantProcedure
    .meta({
      summary: 'Export the knowledge base as a file that an import gives back as it was',
      rest: { methods: ['GET'], path: `${path}/export`, status: 200, produces: files },
    })
    .input(zExportKnowledge)
    .output(zExportAnswer)
    .query(({ ctx, input }) => exportKnowledge(ctx.verb, input)),
});
