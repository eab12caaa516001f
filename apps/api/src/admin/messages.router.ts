import { why } from '@tandem/core/messages';
import { zWhy, zWhyAnswer } from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

export const messagesRouter = router({
  why: tenantProcedure
    .meta({
      summary: 'Tell what happened to a message, and why',
      rest: {
        methods: ['GET'],
        path: '/api/chatbot/tenants/{tenantId}/messages/{messageId}/why',
        status: 200,
      },
    })
    .input(zWhy)
    .output(zWhyAnswer)
    .query(async ({ ctx, input }) => ({ trail: await why(ctx.verb, input) })),
});
