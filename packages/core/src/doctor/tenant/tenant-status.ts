import { broken, defineCheck, type Opinion, ok } from '../check.ts';
import type { Chart } from './chart.ts';

export const tenantStatus = defineCheck({
  name: 'tenant.status',
  means:
    'A suspended tenant is not answered: its webhooks get 404, and Chatwoot gives the conversations to humans.',
  cure: '`tandem tenants activate`.',
  gather: async ({ tenant }: Chart) => tenant.status,
  judge: (status: Chart['tenant']['status']): Opinion =>
    status === 'active'
      ? ok('the tenant', 'It is active.')
      : broken('the tenant', 'It is suspended: nobody is answered.', 'tandem tenants activate <tenant>'),
});
