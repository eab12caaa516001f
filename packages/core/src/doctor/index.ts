export type { Check } from './check.ts';
export { examineInstallation } from './examine-installation.ts';
export { examineTenant } from './examine-tenant.ts';
export type { Vitals } from './vitals.ts';
