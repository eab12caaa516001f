export { createTenant } from './create-tenant.ts';
export { findTenant } from './find-tenant.ts';
export { getTenant } from './get-tenant.ts';
export { listTenants } from './list-tenants.ts';
export { updateTenant } from './update-tenant.ts';
