import { getOnboarding, onboardTenant } from '@tandem/core/onboarding';
import { zGetOnboarding, zOnboardedAnswer, zOnboardingAnswer, zOnboardTenant } from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/onboarding';

export const onboardingRouter = router({
  get: tenantProcedure
    .meta({ summary: 'Show what the last onboarding came to', rest: { methods: ['GET'], path, status: 200 } })
    .input(zGetOnboarding)
    .output(zOnboardingAnswer)
    .query(async ({ ctx, input }) => ({ onboarding: await getOnboarding(ctx.verb, input) })),

  run: tenantProcedure
    .meta({
      summary:
        'Set a tenant up in Chatwoot and Botpress from end to end; safe to repeat, goes on where it was interrupted',
      rest: { methods: ['POST'], path, status: 200 },
    })
    .input(zOnboardTenant)
    .output(zOnboardedAnswer)
    .mutation(async ({ ctx, input }) => ({ onboarding: await onboardTenant(ctx.verb, input) })),
});
