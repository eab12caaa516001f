import { z } from 'zod';
import { roles } from '../actor.ts';
import { zTenantId } from '../ids.ts';
import { zName } from './name.ts';
import { pageFields, zMoment, zNextCursor } from './page.ts';
import { zTenantRole } from './users.ts';

/** An API key without its secret. `prefix` is the visible start of the secret. */
export const zKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  prefix: z.string(),
  userId: z.uuid().nullable(),
  createdAt: zMoment,
  expiresAt: zMoment.nullable(),
  lastUsedAt: zMoment.nullable(),
  revokedAt: zMoment.nullable(),
});
export type KeyView = z.output<typeof zKeyView>;

const zExpiry = z.iso.datetime({ offset: true }).optional();
const zKeyId = z.uuid().toLowerCase();

export const zCreateKey = z.strictObject({
  tenantId: zTenantId,
  name: zName,
  role: zTenantRole,
  userId: z.uuid().toLowerCase().optional(),
  expiresAt: zExpiry,
});
export const zListKeys = z.strictObject({ tenantId: zTenantId, ...pageFields });
export const zRevokeKey = z.strictObject({ tenantId: zTenantId, keyId: zKeyId });

/** Keys of the platform itself: role platform, no tenant. */
export const zCreatePlatformKey = z.strictObject({ name: zName, expiresAt: zExpiry });
export const zListPlatformKeys = z.strictObject(pageFields);
export const zRevokePlatformKey = z.strictObject({ keyId: zKeyId });

export const zKeyAnswer = z.object({ key: zKeyView });
/** `secret` is answered here once and nowhere again. */
export const zNewKeyAnswer = z.object({ key: zKeyView, secret: z.string() });
export const zKeysAnswer = z.object({ keys: z.array(zKeyView), nextCursor: zNextCursor });
