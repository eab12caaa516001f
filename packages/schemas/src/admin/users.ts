import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { pageFields, zMoment, zNextCursor } from './page.ts';

export const zTenantRole = z.enum(['owner', 'admin', 'agent']);
export type TenantRole = z.output<typeof zTenantRole>;

export const zUserView = z.object({ id: z.uuid(), email: z.string(), role: zTenantRole, createdAt: zMoment });
export type UserView = z.output<typeof zUserView>;

export const zCreateUser = z.strictObject({
  tenantId: zTenantId,
  email: z.email().max(254).toLowerCase(),
  role: zTenantRole,
});
export const zListUsers = z.strictObject({ tenantId: zTenantId, ...pageFields });

export const zUserAnswer = z.object({ user: zUserView });
export const zUsersAnswer = z.object({ users: z.array(zUserView), nextCursor: zNextCursor });
