import type { TenantId } from '@tandem/schemas';
import type { SearchKnowledgeAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { readConfig } from '../config/get-config.ts';
import { readTarget } from '../sync/sync-target.ts';
import { findKnowledge } from './find-knowledge.ts';
import { holdIndex } from './hold-index.ts';
import { scorePlaces } from './rank-places.ts';

/** What a tenant's bot would be given with a message of this text, and how each entry came to be among it. */
export async function searchKnowledge(
  context: AdminContext,
  { tenantId, text }: { tenantId: TenantId; text: string },
): Promise<SearchKnowledgeAnswer> {
  const scope = context.database.enter(tenantId);
  const { knowledgeBase: entries, version } = await readConfig(scope);
  const target = await readTarget(context, scope);
  const engine = target.kind === 'cloud' ? { settings: target.settings } : null;
  const found = await findKnowledge(context, { tenant: { tenantId, engine }, entries, question: text });
  const scores = scorePlaces(await holdIndex(entries), text);
  return {
    entries: found.entries.map((entry, index) => {
      const place = found.places[index] ?? 0;
      return { ...entry, score: scores.get(place) ?? 0, position: place + 1 };
    }),
    leftOut: found.leftOut,
    ranking: found.ranking,
    version,
  };
}
