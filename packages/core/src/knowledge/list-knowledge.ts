import type { TenantId } from '@tandem/schemas';
import type { ListKnowledgeAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

interface ListKnowledge {
  tenantId: TenantId;
  tag?: string | undefined;
  text?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** One page of a tenant's entries in their order; those of a tag, or that hold a text, where either is given. */
export async function listKnowledge(
  context: AdminContext,
  input: ListKnowledge,
): Promise<ListKnowledgeAnswer> {
  const { items, nextCursor } = await context.database.enter(input.tenantId).knowledge.page(input);
  return {
    entries: items.map(({ id, question, answer, tags }) => ({ id, question, answer, tags })),
    nextCursor,
  };
}
