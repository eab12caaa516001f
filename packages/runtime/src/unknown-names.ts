import type { Environment } from './load-config.ts';

export interface UnknownName {
  name: string;
  /** The known name that is most like it; null: none is. */
  nearest: string | null;
}

const ownPrefixes = /^(TANDEM|CHATWOOT|BOTPRESS|LIMIT)_/;
const ownSuffix = /_FILE$/;

/** Variables that are named like ours and read by nobody: a slip of the pen, of which no value is told. */
export function unknownNames(known: readonly string[], environment: Environment): UnknownName[] {
  return Object.keys(environment)
    .filter((name) => ownPrefixes.test(name) && !known.includes(name.replace(ownSuffix, '')))
    .sort()
    .map((name) => ({ name, nearest: nearestName(name.replace(ownSuffix, ''), known) }));
}

/** Null when so much would have to be changed that another thing is meant. */
function nearestName(name: string, known: readonly string[]): string | null {
  const distances = known.map((one) => ({ one, distance: distanceBetween(name, one) }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= name.length / 3 ? best.one : null;
}

/** How many letters have to be put in, taken out or exchanged (Levenshtein). */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [place, wanted] of [...other].entries()) {
      const exchanged = (row[place] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(exchanged, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
