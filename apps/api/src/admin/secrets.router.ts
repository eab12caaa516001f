import { getSecrets, startReseal } from '@tandem/core/secrets';
import { zGetSecrets, zResealAnswer, zSecretsAnswer, zStartReseal } from '@tandem/schemas/admin';
import { platformProcedure, router } from './trpc.ts';

const path = '/api/chatbot/secrets';

export const secretsRouter = router({
  status: platformProcedure
    .meta({
      summary: 'Show which encryption keys seal how many secrets, and which may be dropped',
      rest: { methods: ['GET'], path, status: 200 },
    })
    .input(zGetSecrets)
    .output(zSecretsAnswer)
    .query(({ ctx }) => getSecrets(ctx.verb)),

  reseal: platformProcedure
    .meta({
      summary: 'Seal all secrets anew with the first encryption key, in the background',
      rest: { methods: ['POST'], path: `${path}/reseal`, status: 202 },
    })
    .input(zStartReseal)
    .output(zResealAnswer)
    .mutation(async ({ ctx }) => ({ reseal: await startReseal(ctx.verb) })),
});
