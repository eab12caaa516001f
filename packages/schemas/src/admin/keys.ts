import { z } from 'zod';
import { roles } from '../actor.ts';
import { zTenantId } from '../ids.ts';
import { zName } from './name.ts';
import { pageFields, zMoment, zNextCursor } from './page.ts';
import { zTenantRole } from './users.ts';

/**
 * An API key without its secret. `prefix` is the visible start of the secret; `replaces` and `replacedBy` are the keys
 * before and after a rotation.
 */
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
  replaces: z.uuid().nullable(),
  replacedBy: z.uuid().nullable(),
});
export type KeyView = z.output<typeof zKeyView>;

/** An offset may carry it over the last day that the store knows. */
const zExpiry = z.iso
  .datetime({ offset: true })
  .refine((text) => new Date(text).getUTCFullYear() <= 9999, 'must be before the year 10000')
  .optional();
const zKeyId = z.uuid('must be the id of a key, a UUID as the list of keys shows it').toLowerCase();

export const zCreateKey = z.strictObject({
  tenantId: zTenantId,
  name: zName,
  role: zTenantRole,
  userId: z.uuid().toLowerCase().optional(),
  expiresAt: zExpiry,
});
export const zListKeys = z.strictObject({ tenantId: zTenantId, ...pageFields });
/** How long the secret that is replaced stays valid; 0: not at all. */
const zOverlapHours = z.int().min(0).max(168).default(24);
const rotation = { keyId: zKeyId, overlapHours: zOverlapHours, expiresAt: zExpiry };

export const zRotateKey = z.strictObject({ tenantId: zTenantId, ...rotation });
export const zRevokeKey = z.strictObject({ tenantId: zTenantId, keyId: zKeyId });

/** Keys of the platform itself: role platform, no tenant. */
export const zCreatePlatformKey = z.strictObject({ name: zName, expiresAt: zExpiry });
export const zListPlatformKeys = z.strictObject(pageFields);
export const zRotatePlatformKey = z.strictObject(rotation);
export const zRevokePlatformKey = z.strictObject({ keyId: zKeyId });

export const zKeyAnswer = z.object({ key: zKeyView });
/** `secret` is answered here once and nowhere again. */
export const zNewKeyAnswer = z.object({ key: zKeyView, secret: z.string() });
/** `replaced` is the old key, with the end it has now. */
export const zRotatedKeyAnswer = zNewKeyAnswer.extend({ replaced: zKeyView });
export type RotatedKeyAnswer = z.output<typeof zRotatedKeyAnswer>;
export const zKeysAnswer = z.object({ keys: z.array(zKeyView), nextCursor: zNextCursor });
