import { describeCaller } from '@tandem/core/keys';
import { zGetMe, zMeAnswer } from '@tandem/schemas/admin';
import { callerProcedure, router } from './trpc.ts';

export const meRouter = router({
  get: callerProcedure
    .meta({
      summary: 'Show whom the key belongs to, its role and until when it is valid',
      rest: { methods: ['GET'], path: '/api/chatbot/me', status: 200 },
    })
    .input(zGetMe)
    .output(zMeAnswer)
    .query(({ ctx }) => describeCaller(ctx.verb, { tenantId: ctx.caller.tenantId })),
});
