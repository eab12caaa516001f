import type { KnowledgeEntry } from '@tandem/schemas';
import { entryBytes } from './fit-message.ts';
import { wordsOf } from './words-of.ts';

/** What ranking needs to know of a knowledge base, worked out once for all messages of a version. */
export interface KnowledgeIndex {
  /** What a word in an entry weighs: the entries that hold it, by their place. */
  weights: ReadonlyMap<string, readonly Weight[]>;
  /** Bytes of each entry as JSON. */
  bytes: readonly number[];
}

/** `place * 8 + weight`: a knowledge base holds 10,000 entries and some hundred thousand words, for as long as it is cached. */
type Weight = number;
const weightsMax = 8;
export const placeOf = (weight: Weight): number => Math.floor(weight / weightsMax);
export const worthOf = (weight: Weight): number => weight % weightsMax;

/**
 * Builds the index, a step for each entry, so that a process with other work can do that in between. A word weighs 3 in
 * the question, 2 in a tag, 1 in the answer, however often it stands there. Pure.
 */
export function* indexKnowledge(entries: readonly KnowledgeEntry[]): Generator<void, KnowledgeIndex> {
  const weights = new Map<string, Weight[]>();
  const bytes: number[] = [];
  for (const [place, { question, answer, tags }] of entries.entries()) {
    bytes.push(entryBytes({ question, answer, tags }));
    for (const [word, value] of weigh({ question, answer, tags })) {
      const held = weights.get(word);
      const weight = place * weightsMax + value;
      if (held === undefined) weights.set(word, [weight]);
      else held.push(weight);
    }
    yield;
  }
  return { weights, bytes };
}

function weigh({ question, answer, tags }: KnowledgeEntry): Map<string, number> {
  const sum = new Map<string, number>();
  const add = (text: string, value: number) => {
    for (const word of new Set(wordsOf(text))) sum.set(word, (sum.get(word) ?? 0) + value);
  };
  add(question, 3);
  add(tags.join(' '), 2);
  add(answer, 1);
  return sum;
}
