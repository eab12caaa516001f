import type { KnowledgeEntry } from '@tandem/schemas';
import type { ConfigDiff } from '@tandem/schemas/admin';

type KnowledgeDiff = NonNullable<ConfigDiff['knowledge']>;
type Change = KnowledgeDiff['entries'][number]['change'];

const shownMax = 200;

/** What is other in a knowledge base, by question; the order of entries does not count. Pure. */
export function diffKnowledge(
  before: readonly KnowledgeEntry[],
  after: readonly KnowledgeEntry[],
): KnowledgeDiff {
  const [old, young] = [byQuestion(before), byQuestion(after)];
  const changeOf = (question: string): Change | null => {
    const [was, is] = [old.get(question), young.get(question)];
    if (was === undefined) return 'added';
    if (is === undefined) return 'removed';
    return was === is ? null : 'changed';
  };
  const entries = [...new Set([...old.keys(), ...young.keys()])].flatMap((question) => {
    const change = changeOf(question);
    return change === null ? [] : [{ change, question }];
  });
  const count = (change: Change) => entries.filter((entry) => entry.change === change).length;
  return {
    added: count('added'),
    removed: count('removed'),
    changed: count('changed'),
    entries: entries.slice(0, shownMax),
    leftOut: Math.max(0, entries.length - shownMax),
  };
}

/** What is said to each question, as text to compare; one that is asked twice has both. */
function byQuestion(entries: readonly KnowledgeEntry[]): Map<string, string> {
  const said = Map.groupBy(entries, ({ question }) => question);
  const toText = (some: KnowledgeEntry[]) =>
    JSON.stringify(some.map(({ answer, tags }) => [answer, tags]).sort());
  return new Map([...said].map(([question, some]) => [question, toText(some)]));
}
