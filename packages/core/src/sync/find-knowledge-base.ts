import type { EngineKnowledgeBases } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import { isTenants, tenantTags } from './entry-file.ts';

/** The tenant's knowledge base in its own bot, made if there is none. Throws `UpstreamError`. */
export async function findKnowledgeBase(
  context: { knowledgeBases: EngineKnowledgeBases },
  input: { tenantId: TenantId },
): Promise<string> {
  const { knowledgeBases } = context;
  const bases = await knowledgeBases.list();
  const held = bases.find(({ tags }) => isTenants(input.tenantId, tags));
  if (held !== undefined) return held.id;
  const made = await knowledgeBases.create({ name: 'Tandem', tags: tenantTags(input.tenantId) });
  return made.id;
}
