import type { KnowledgeEntry } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { type SelectedKnowledge, selectKnowledge } from '../routing/select-knowledge.ts';

interface FindKnowledge {
  tenant: TenantView;
  entries: readonly KnowledgeEntry[];
  question: string;
}

/**
 * The entries that go with one message: all of them where they fit, else those that a search by meaning found first, and
 * what else fits in the order of the words they share with the question. Never fails: without a search, words decide.
 */
export async function findKnowledge(
  context: Pick<LaneContext, 'searchKnowledge'>,
  input: FindKnowledge,
): Promise<SelectedKnowledge> {
  const { entries, question } = input;
  const byWords = selectKnowledge(entries, question);
  if (byWords.leftOut === 0 || !context.searchKnowledge) return byWords;
  const found = await context.searchKnowledge(input);
  if (found.length === 0) return byWords;
  const isFound = new Set(found.map(textOf));
  const rest = byWords.entries.filter((entry) => !isFound.has(textOf(entry)));
  // No question: what is given first is kept first.
  const chosen = selectKnowledge([...found, ...rest], '').entries;
  return { entries: chosen, leftOut: entries.length - chosen.length };
}

const textOf = (entry: KnowledgeEntry): string => JSON.stringify([entry.question, entry.answer, entry.tags]);
