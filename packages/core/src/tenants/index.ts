export { createTenant } from './create-tenant.ts';
export { deleteTenant } from './delete-tenant.ts';
export { getTenant } from './get-tenant.ts';
export { listTenants } from './list-tenants.ts';
export { purgeTenant } from './purge-tenant.ts';
export { restoreTenant } from './restore-tenant.ts';
export { sweepRemovedTenants } from './sweep-removed-tenants.ts';
export { updateTenant } from './update-tenant.ts';
