import type { ConfigVersion, TenantScope } from '@tandem/db';
import { AppError, fillConfig, type KnowledgeEntry, type TenantId } from '@tandem/schemas';
import type { ConfigVersionView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

/** One version of the configuration, defaults filled in as they are today. AppError `not_found`. */
export async function configVersion(
  context: AdminContext,
  input: { tenantId: TenantId; version: number },
): Promise<ConfigVersionView> {
  const scope = context.database.enter(input.tenantId);
  const version = await requireVersion(scope, input.version);
  const entries = await knowledgeOf(scope, version);
  return {
    version: version.version,
    actor: version.actor,
    createdAt: version.createdAt.toISOString(),
    restoredFrom: version.restoredFrom,
    config: fillConfig(version.config),
    knowledge: { hash: version.knowledgeHash, entries: entries?.length ?? null },
  };
}

export async function requireVersion(scope: TenantScope, version: number): Promise<ConfigVersion> {
  const found = await scope.configVersions.get(version);
  if (found) return found;
  throw new AppError('not_found', { public: `There is no version ${version} of this configuration.` });
}

/** The entries of a version, in their order; null when they are not kept any more. */
export async function knowledgeOf(
  scope: TenantScope,
  { knowledgeHash }: ConfigVersion,
): Promise<readonly KnowledgeEntry[] | null> {
  const { version } = await scope.config.read();
  const current = await scope.configVersions.get(version);
  return current?.knowledgeHash === knowledgeHash
    ? await scope.knowledge.list()
    : await scope.configVersions.knowledge(knowledgeHash);
}
