import type { TenantScope } from '@tandem/db';
import { fillConfig, type KnowledgeEntry, type TenantId } from '@tandem/schemas';
import type { ConfigAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

/** The configuration with defaults, the knowledge base and their version; before the first write defaults, `[]`, 0. */
export async function getConfig(context: AdminContext, input: { tenantId: TenantId }): Promise<ConfigAnswer> {
  return await readConfig(context.database.enter(input.tenantId));
}

/** Read again when a write came between: what is answered is one version. */
export async function readConfig(scope: TenantScope): Promise<ConfigAnswer> {
  for (;;) {
    const { config, version } = await scope.config.read();
    const entries = await scope.knowledge.list();
    const after = await scope.config.read();
    if (after.version === version)
      return { config: fillConfig(config), knowledgeBase: entries.map(toEntry), version };
  }
}

const toEntry = ({ question, answer, tags }: KnowledgeEntry): KnowledgeEntry => ({ question, answer, tags });
