import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { pageFields, zMoment, zNextCursor } from './page.ts';

const wanted = {
  /** `config.write`, or all of one kind: `config.*`. */
  action: z
    .string()
    .max(64)
    .regex(/^[a-z]+(-[a-z]+)*\.(\*|[a-z]+(-[a-z]+)*)$/, 'must be an action such as config.write or config.*')
    .optional(),
  /** As the answers show it: `key:0198…`, `platform`. */
  actor: z.string().min(1).max(100).optional(),
  since: zMoment.transform((text) => new Date(text)).optional(),
  until: zMoment.transform((text) => new Date(text)).optional(),
  ...pageFields,
};

export const zListAudit = z.strictObject({ tenantId: zTenantId, ...wanted });
export const zListAllAudit = z.strictObject(wanted);

export const zAuditView = z.object({
  id: z.uuid(),
  /** Null: it concerns no tenant. */
  tenantId: z.uuid().nullable(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  /** What was there, as the action tells it; null: nothing. */
  before: z.unknown(),
  after: z.unknown(),
  createdAt: zMoment,
});
export type AuditView = z.output<typeof zAuditView>;

export const zAuditAnswer = z.object({ audit: z.array(zAuditView), nextCursor: zNextCursor });
