import type { Facts, Violation } from './facts.ts';
import { findDisordered } from './find-disordered.ts';
import { findDoubled } from './find-doubled.ts';
import { findLost } from './find-lost.ts';
import { findSpokenOver } from './find-spoken-over.ts';
import { indexFacts } from './index-facts.ts';

/** Holds the ledger against what the fakes saw. Empty: every promise was kept. Pure. */
export function compare(facts: Facts): Violation[] {
  const indexed = indexFacts(facts);
  return [findLost, findDoubled, findDisordered, findSpokenOver].flatMap((find) => find(indexed));
}
