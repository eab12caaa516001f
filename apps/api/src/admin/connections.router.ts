import { getConnections, putConnections, rotateSecret } from '@tandem/core/connections';
import {
  zConnectionsAnswer,
  zGetConnections,
  zPutConnections,
  zRotatedSecretAnswer,
  zRotateSecret,
} from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/connections';

export const connectionsRouter = router({
  get: tenantProcedure
    .meta({ summary: 'Show the connections, without secrets', rest: { methods: ['GET'], path, status: 200 } })
    .input(zGetConnections)
    .output(zConnectionsAnswer)
    .query(async ({ ctx, input }) => ({ connections: await getConnections(ctx.verb, input) })),

  put: tenantProcedure
    .meta({
      summary: 'Connect a Chatwoot account or a Botpress bot of the tenant, or change the connection',
      rest: { methods: ['PUT'], path, status: 200 },
    })
    .input(zPutConnections)
    .output(zConnectionsAnswer)
    .mutation(async ({ ctx, input }) => ({ connections: await putConnections(ctx.verb, input) })),

  rotateSecret: tenantProcedure
    .meta({
      summary: 'Replace the webhook secret of a connection; the old one stays valid for the overlap',
      rest: { methods: ['POST'], path: `${path}/{provider}/rotate-secret`, status: 200 },
    })
    .input(zRotateSecret)
    .output(zRotatedSecretAnswer)
    .mutation(({ ctx, input }) => rotateSecret(ctx.verb, input)),
});
