import { examineInstallation, examineTenant } from '@tandem/core/doctor';
import { zDiagnosis, zExamineInstallation, zExamineTenant } from '@tandem/schemas/admin';
import { platformProcedure, router, tenantProcedure } from './trpc.ts';

export const doctorRouter = router({
  installation: platformProcedure
    .meta({
      summary: 'Look at stores, processes and settings for what is wrong, and how to mend it',
      rest: { methods: ['GET'], path: '/api/chatbot/doctor', status: 200 },
    })
    .input(zExamineInstallation)
    .output(zDiagnosis)
    .query(({ ctx }) => examineInstallation(ctx.verb)),

  tenant: tenantProcedure
    .meta({
      summary:
        "Look at a tenant's Chatwoot, Botpress, knowledge and work for what is wrong, and how to mend it",
      rest: { methods: ['GET'], path: '/api/chatbot/tenants/{tenantId}/doctor', status: 200 },
    })
    .input(zExamineTenant)
    .output(zDiagnosis)
    .query(({ ctx, input }) => examineTenant(ctx.verb, input)),
});
