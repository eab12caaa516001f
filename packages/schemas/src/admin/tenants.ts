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
  status: z.enum(['active', 'suspended', 'deleted']),
  /** When what is left of a deleted tenant goes; only of deleted ones. */
  purgeAt: zMoment.optional(),
  createdAt: zMoment,
});
export type TenantView = z.output<typeof zTenantView>;

export const zCreateTenant = z.strictObject({ name: zName, slug: zSlug.optional() });
/** A yes or no, also as text: REST carries it in the query. */
const zYes = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** `slug`: the one tenant that has it, or none. */
export const zListTenants = z.strictObject({
  ...pageFields,
  slug: zSlug.optional(),
  withDeleted: zYes.optional(),
});
export const zFindTenant = z.strictObject({ slug: zSlug });
export const zGetTenant = z.strictObject({ tenantId: zTenantId });
export const zUpdateTenant = z
  .strictObject({ tenantId: zTenantId, name: zName.optional(), status: zTenantStatus.optional() })
  .refine(({ name, status }) => name !== undefined || status !== undefined, 'give name or status');

export const zDeleteTenant = z.strictObject({ tenantId: zTenantId });
export const zRestoreTenant = z.strictObject({ tenantId: zTenantId });
/** `confirm`: the name or the slug of the tenant, so that the wrong one is not purged. */
export const zPurgeTenant = z.strictObject({ tenantId: zTenantId, confirm: z.string().min(1).max(200) });

/** `done`: nothing is left; `under-way`: it is gone for everybody, and workers delete the rest. */
export const zPurgeAnswer = z.object({
  purge: z.object({ tenantId: z.uuid(), state: z.enum(['done', 'under-way']), rows: z.int() }),
});
export type PurgeView = z.output<typeof zPurgeAnswer>['purge'];

export const zTenantAnswer = z.object({ tenant: zTenantView });
export const zTenantsAnswer = z.object({ tenants: z.array(zTenantView), nextCursor: zNextCursor });
