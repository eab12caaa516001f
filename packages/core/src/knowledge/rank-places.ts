import { type KnowledgeIndex, placeOf, worthOf } from './index-knowledge.ts';
import { wordsOf } from './words-of.ts';

/** The places (from 0) of all entries, of those that share most with the question first; equals keep their order. Pure. */
export function rankPlaces(index: KnowledgeIndex, question: string): number[] {
  const scores = scorePlaces(index, question);
  const scored = [...scores].sort(([a, one], [b, other]) => other - one || a - b).map(([place]) => place);
  const others = [...index.bytes.keys()].filter((place) => !scores.has(place));
  return [...scored, ...others];
}

/** What entries share with the question, by place; those that share nothing are left out. */
export function scorePlaces({ weights }: KnowledgeIndex, question: string): Map<number, number> {
  const scores = new Map<number, number>();
  for (const word of new Set(wordsOf(question))) {
    for (const weight of weights.get(word) ?? []) {
      const place = placeOf(weight);
      scores.set(place, (scores.get(place) ?? 0) + worthOf(weight));
    }
  }
  return scores;
}
