import type { KnowledgeEntry, TenantId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { putConfig } from '../config/index.ts';

interface ReplaceKnowledge {
  tenantId: TenantId;
  knowledgeBase: KnowledgeEntry[];
  expectedVersion?: number | undefined;
}

/** Replaces all entries, as the next version of the configuration. AppError `conflict`: another version than expected. */
export async function replaceKnowledge(
  context: AdminContext,
  input: ReplaceKnowledge,
): Promise<{ knowledgeBase: KnowledgeEntry[]; version: number }> {
  const { knowledgeBase, version } = await putConfig(context, input);
  return { knowledgeBase, version };
}
