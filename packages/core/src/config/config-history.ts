import type { ConfigVersion } from '@tandem/db';
import { AppError, type TenantId } from '@tandem/schemas';
import type { ConfigHistory } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { changedFields } from './changed-fields.ts';

/** A page of versions is read with their settings: a few hundred KB each at most. */
const versionsMax = 50;

/** One page of the versions of a configuration, the newest first, each with what it changed. */
export async function configHistory(
  context: AdminContext,
  input: { tenantId: TenantId; cursor?: string | undefined; limit: number },
): Promise<ConfigHistory> {
  const limit = Math.min(input.limit, versionsMax);
  const before = input.cursor === undefined ? null : readCursor(input.cursor);
  const found = await context.database
    .enter(input.tenantId)
    .configVersions.page({ before, limit: limit + 1 });
  const versions = found.slice(0, limit).map((version, index) => ({
    version: version.version,
    actor: version.actor,
    createdAt: version.createdAt.toISOString(),
    restoredFrom: version.restoredFrom,
    changed: describe(found[index + 1] ?? null, version),
  }));
  const last = versions.at(-1);
  return { versions, nextCursor: found.length > limit && last ? String(last.version) : null };
}

/** The fields and the knowledge base that differ from the version before. */
function describe(before: ConfigVersion | null, version: ConfigVersion): string {
  const fields = changedFields(before?.config ?? {}, version.config).map(({ field }) => field);
  const isKnowledge = before !== null && before.knowledgeHash !== version.knowledgeHash;
  const what = [...fields, ...(isKnowledge ? ['the knowledge base'] : [])].join(', ') || 'nothing';
  return version.restoredFrom === null ? what : `back to version ${version.restoredFrom}: ${what}`;
}

function readCursor(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  const issues = [{ path: 'cursor', message: 'must be the nextCursor of an earlier page' }];
  throw new AppError('bad_request', { public: 'The cursor is not one this list has answered.', issues });
}
