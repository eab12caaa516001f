import { listAllAudit, listAudit } from '@tandem/core/audit';
import { zAuditAnswer, zListAllAudit, zListAudit } from '@tandem/schemas/admin';
import { platformProcedure, router, tenantProcedure } from './trpc.ts';

export const auditRouter = router({
  list: tenantProcedure
    .meta({
      summary: 'List the changes of a tenant, the newest first',
      rest: { methods: ['GET'], path: '/api/chatbot/tenants/{tenantId}/audit', status: 200 },
    })
    .input(zListAudit)
    .output(zAuditAnswer)
    .query(({ ctx, input }) => listAudit(ctx.verb, input)),

  all: platformProcedure
    .meta({
      summary: 'List the changes of all tenants and of the platform, the newest first',
      rest: { methods: ['GET'], path: '/api/chatbot/audit', status: 200 },
    })
    .input(zListAllAudit)
    .output(zAuditAnswer)
    .query(({ ctx, input }) => listAllAudit(ctx.verb, input)),
});
