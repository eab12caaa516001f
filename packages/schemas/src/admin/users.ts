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

const zUserId = z.uuid().toLowerCase();
export const zGetUser = z.strictObject({ tenantId: zTenantId, userId: zUserId });
export const zUpdateUser = z.strictObject({ tenantId: zTenantId, userId: zUserId, role: zTenantRole });
export const zRemoveUser = z.strictObject({ tenantId: zTenantId, userId: zUserId });

export const zUserAnswer = z.object({ user: zUserView });
/** `keysEnded`: how many keys ended with the user. */
export const zRemovedUserAnswer = zUserAnswer.extend({ keysEnded: z.int() });
export const zUsersAnswer = z.object({ users: z.array(zUserView), nextCursor: zNextCursor });
