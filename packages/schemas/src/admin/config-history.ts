import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { zConfigView, zExpectedVersion } from './config.ts';
import { pageFields, zCount, zMoment, zNextCursor } from './page.ts';

const zVersion = zCount.pipe(z.int().min(1));

export const zConfigHistory = z.strictObject({ tenantId: zTenantId, ...pageFields });
export const zGetConfigVersion = z.strictObject({ tenantId: zTenantId, version: zVersion });
/** `to`: the current version when left out. */
export const zDiffConfig = z.strictObject({ tenantId: zTenantId, from: zVersion, to: zVersion.optional() });
/** `knowledge`: whether the knowledge base goes back, too. */
export const zRollbackConfig = z.strictObject({
  tenantId: zTenantId,
  version: zVersion,
  knowledge: z.enum(['restore', 'keep']).default('restore'),
  expectedVersion: zExpectedVersion,
});

const versionFields = {
  version: z.int(),
  /** Who wrote it. */
  actor: z.string(),
  createdAt: zMoment,
  /** The version a rollback went back to. */
  restoredFrom: z.int().nullable(),
};

export const zConfigHistoryAnswer = z.object({
  /** `changed`: what is other than in the version before, in a line. */
  versions: z.array(z.object({ ...versionFields, changed: z.string() })),
  nextCursor: zNextCursor,
});
export type ConfigHistory = z.output<typeof zConfigHistoryAnswer>;

export const zConfigVersionAnswer = z.object({
  ...versionFields,
  config: zConfigView,
  /** `entries` is null when the knowledge base of then is not kept any more: then it cannot be restored. */
  knowledge: z.object({ hash: z.string(), entries: z.int().nullable() }),
});
export type ConfigVersionView = z.output<typeof zConfigVersionAnswer>;

export const zConfigDiffAnswer = z.object({
  from: z.int(),
  to: z.int(),
  /** Fields that differ; null: not set. */
  config: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  /** Null: one of the two is not kept any more. `changed`: the same question with another answer or other tags. */
  knowledge: z
    .object({
      added: z.int(),
      removed: z.int(),
      changed: z.int(),
      entries: z.array(z.object({ change: z.enum(['added', 'removed', 'changed']), question: z.string() })),
      /** How many more there are than `entries` shows. */
      leftOut: z.int(),
    })
    .nullable(),
});
export type ConfigDiff = z.output<typeof zConfigDiffAnswer>;
