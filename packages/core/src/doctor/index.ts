export type { Check, Opinion } from './check.ts';
export { examineInstallation } from './examine-installation.ts';
export { examineTenant } from './examine-tenant.ts';
export { installationList } from './installation/list.ts';
export { tenantList } from './tenant/list.ts';
export type { Vitals } from './vitals.ts';
