import type { KnowledgeEntry } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';
import { fitMessage, fitsWhole } from './fit-message.ts';
import { holdIndex } from './hold-index.ts';
import { rankPlaces } from './rank-places.ts';
import type { KnowledgeQuestion } from './search-shared-knowledge.ts';

export interface FoundKnowledge {
  /** Without what the store adds to an entry. */
  entries: KnowledgeEntry[];
  /** Where each of them stands in the knowledge base, from 0. */
  places: number[];
  leftOut: number;
  /** `whole`: all fit, in their order; else what decided which come first. */
  ranking: 'whole' | 'words' | 'meaning';
}

/**
 * The entries that go with one message: all of them where they fit, else those that a search by meaning found first, and
 * what else fits in the order of the words they share with the question. Never fails: without a search, words decide.
 */
export async function findKnowledge(
  context: Pick<LaneContext, 'searchKnowledge'>,
  input: KnowledgeQuestion,
): Promise<FoundKnowledge> {
  const { entries, question } = input;
  if (fitsWhole(entries)) return pick(entries, { places: [...entries.keys()], ranking: 'whole' });
  const index = await holdIndex(entries);
  const byWords = fitMessage(index.bytes, rankPlaces(index, question));
  const found = (await context.searchKnowledge?.(input)) ?? [];
  if (found.length === 0) return pick(entries, { places: byWords, ranking: 'words' });
  const first = found.map((entry) => entries.indexOf(entry)).filter((place) => place !== -1);
  const places = fitMessage(index.bytes, new Set([...first, ...byWords]));
  return pick(entries, { places, ranking: 'meaning' });
}

function pick(
  entries: readonly KnowledgeEntry[],
  { places, ranking }: Pick<FoundKnowledge, 'places' | 'ranking'>,
): FoundKnowledge {
  const chosen = places.flatMap((place) => {
    const entry = entries[place];
    return entry === undefined ? [] : [plain(entry)];
  });
  return { entries: chosen, places, leftOut: entries.length - chosen.length, ranking };
}

const plain = ({ question, answer, tags }: KnowledgeEntry): KnowledgeEntry => ({ question, answer, tags });
