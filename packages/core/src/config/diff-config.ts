import type { TenantId } from '@tandem/schemas';
import type { ConfigDiff } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { changedFields } from './changed-fields.ts';
import { knowledgeOf, requireVersion } from './config-version.ts';
import { diffKnowledge } from './diff-knowledge.ts';

/** What is other in version `to` (the current one when left out) than in `from`. AppError `not_found`. */
export async function diffConfig(
  context: AdminContext,
  input: { tenantId: TenantId; from: number; to?: number | undefined },
): Promise<ConfigDiff> {
  const scope = context.database.enter(input.tenantId);
  const from = await requireVersion(scope, input.from);
  const to = await requireVersion(scope, input.to ?? (await scope.config.read()).version);
  const isSame = from.knowledgeHash === to.knowledgeHash;
  const old = isSame ? [] : await knowledgeOf(scope, from);
  const young = isSame ? [] : await knowledgeOf(scope, to);
  return {
    from: from.version,
    to: to.version,
    config: changedFields(from.config, to.config).map(({ field, before, after }) => ({
      ...{ field, before: before ?? null, after: after ?? null },
    })),
    knowledge: old && young && diffKnowledge(old, young),
  };
}
