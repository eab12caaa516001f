import { compare } from './compare.ts';
import { type MadeFacts, makeFacts } from './make-facts.ts';

/** For tests: what is found wrong after something was changed in a run in which all was well. */
export function findInChanged(change: (facts: MadeFacts) => void, messages = 3): string[] {
  const facts = makeFacts(messages);
  change(facts);
  return compare(facts).map(({ kind, what }) => `${kind}: ${what}`);
}
