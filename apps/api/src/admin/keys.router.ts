import { createKey, listKeys, revokeKey, rotateKey } from '@tandem/core/keys';
import {
  zCreateKey,
  zKeyAnswer,
  zKeysAnswer,
  zListKeys,
  zNewKeyAnswer,
  zRevokeKey,
  zRotatedKeyAnswer,
  zRotateKey,
} from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/keys';

export const keysRouter = router({
  create: tenantProcedure
    .meta({
      summary: 'Make an API key; its secret is shown once',
      rest: { methods: ['POST'], path, status: 201 },
    })
    .input(zCreateKey)
    .output(zNewKeyAnswer)
    .mutation(({ ctx, input }) => createKey(ctx.verb, input)),

  list: tenantProcedure
    .meta({ summary: 'List the API keys of a tenant', rest: { methods: ['GET'], path, status: 200 } })
    .input(zListKeys)
    .output(zKeysAnswer)
    .query(({ ctx, input }) => listKeys(ctx.verb, input)),

  rotate: tenantProcedure
    .meta({
      summary: 'Replace the secret of a key; the new one is shown once, the old one ends with the overlap',
      rest: { methods: ['POST'], path: `${path}/{keyId}/rotate`, status: 201 },
    })
    .input(zRotateKey)
    .output(zRotatedKeyAnswer)
    .mutation(({ ctx, input }) => rotateKey(ctx.verb, input)),

  revoke: tenantProcedure
    .meta({
      summary: 'End an API key at once',
      rest: { methods: ['DELETE'], path: `${path}/{keyId}`, status: 200 },
    })
    .input(zRevokeKey)
    .output(zKeyAnswer)
    .mutation(async ({ ctx, input }) => ({ key: await revokeKey(ctx.verb, input) })),
});
