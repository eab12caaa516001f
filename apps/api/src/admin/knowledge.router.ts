import { replaceKnowledge } from '@tandem/core/knowledge';
import { zKnowledgeAnswer, zReplaceKnowledge } from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

export const knowledgeRouter = router({
  replace: tenantProcedure
    .meta({
      summary: 'Replace the whole knowledge base',
      rest: {
        methods: ['POST'],
        path: '/api/chatbot/tenants/{tenantId}/knowledge-base',
        status: 200,
        ifMatch: true,
      },
    })
    .input(zReplaceKnowledge)
    .output(zKnowledgeAnswer)
    .mutation(({ ctx, input }) => replaceKnowledge(ctx.verb, input)),
});
