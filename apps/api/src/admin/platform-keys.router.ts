import { createKey, listKeys, revokeKey, rotateKey } from '@tandem/core/keys';
import {
  zCreatePlatformKey,
  zKeyAnswer,
  zKeysAnswer,
  zListPlatformKeys,
  zNewKeyAnswer,
  zRevokePlatformKey,
  zRotatedKeyAnswer,
  zRotatePlatformKey,
} from '@tandem/schemas/admin';
import { platformProcedure, router } from './trpc.ts';

const path = '/api/chatbot/keys';

export const platformKeysRouter = router({
  create: platformProcedure
    .meta({
      summary: 'Make a key of the platform; its secret is shown once',
      rest: { methods: ['POST'], path, status: 201 },
    })
    .input(zCreatePlatformKey)
    .output(zNewKeyAnswer)
    .mutation(({ ctx, input }) => createKey(ctx.verb, { ...input, tenantId: null, role: 'platform' })),

  list: platformProcedure
    .meta({ summary: 'List the keys of the platform', rest: { methods: ['GET'], path, status: 200 } })
    .input(zListPlatformKeys)
    .output(zKeysAnswer)
    .query(({ ctx, input }) => listKeys(ctx.verb, { ...input, tenantId: null })),

  rotate: platformProcedure
    .meta({
      summary: 'Replace the secret of a key; the new one is shown once, the old one ends with the overlap',
      rest: { methods: ['POST'], path: `${path}/{keyId}/rotate`, status: 201 },
    })
    .input(zRotatePlatformKey)
    .output(zRotatedKeyAnswer)
    .mutation(({ ctx, input }) => rotateKey(ctx.verb, { ...input, tenantId: null })),

  revoke: platformProcedure
    .meta({
      summary: 'End a key of the platform at once',
      rest: { methods: ['DELETE'], path: `${path}/{keyId}`, status: 200 },
    })
    .input(zRevokePlatformKey)
    .output(zKeyAnswer)
    .mutation(async ({ ctx, input }) => ({ key: await revokeKey(ctx.verb, { ...input, tenantId: null }) })),
});
