export { getOnboarding } from './get-onboarding.ts';
export { onboardTenant } from './onboard-tenant.ts';
