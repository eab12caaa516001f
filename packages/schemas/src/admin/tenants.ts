import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { zName } from './name.ts';
import { pageFields, zMoment, zNextCursor } from './page.ts';

const zTenantStatus = z.enum(['active', 'suspended']);

export const zSlug = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be 1 to 63 of a-z, 0-9 and -, not starting or ending with -',
  );

export const zTenantView = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  status: zTenantStatus,
  createdAt: zMoment,
});
export type TenantView = z.output<typeof zTenantView>;

export const zCreateTenant = z.strictObject({ name: zName, slug: zSlug.optional() });
/** `slug`: the one tenant that has it, or none. */
export const zListTenants = z.strictObject({ ...pageFields, slug: zSlug.optional() });
export const zFindTenant = z.strictObject({ slug: zSlug });
export const zGetTenant = z.strictObject({ tenantId: zTenantId });
export const zUpdateTenant = z
  .strictObject({ tenantId: zTenantId, name: zName.optional(), status: zTenantStatus.optional() })
  .refine(({ name, status }) => name !== undefined || status !== undefined, 'give name or status');

export const zTenantAnswer = z.object({ tenant: zTenantView });
export const zTenantsAnswer = z.object({ tenants: z.array(zTenantView), nextCursor: zNextCursor });
