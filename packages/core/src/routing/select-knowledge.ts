import type { KnowledgeEntry } from '@tandem/schemas';

/** The most that the entries sent with one message may weigh as JSON (product page §5.3). */
const bytesMax = 32 * 1_024;

export interface SelectedKnowledge {
  entries: KnowledgeEntry[];
  leftOut: number;
}

/** The entries that fit: all in their order, or, when there are more, those that share most with what was asked. Pure. */
export function selectKnowledge(entries: readonly KnowledgeEntry[], question: string): SelectedKnowledge {
  const whole = fitting(entries);
  if (whole.length === entries.length) return { entries: whole, leftOut: 0 };
  const asked = new Set(wordsOf(question));
  const ranked = entries
    .map((entry, index) => ({ entry, index, score: scoreOf(entry, asked) }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ entry }) => entry);
  const chosen = fitting(ranked);
  return { entries: chosen, leftOut: entries.length - chosen.length };
}

function fitting(entries: readonly KnowledgeEntry[]): KnowledgeEntry[] {
  let bytes = 2;
  const kept: KnowledgeEntry[] = [];
  for (const { question, answer, tags } of entries) {
    const entry = { question, answer, tags };
    const entryBytes = Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (bytes + entryBytes > bytesMax) continue;
    bytes += entryBytes;
    kept.push(entry);
  }
  return kept;
}

/** A word in the question or a tag weighs more than one in the answer. */
function scoreOf(entry: KnowledgeEntry, asked: ReadonlySet<string>): number {
  const count = (text: string) => new Set(wordsOf(text).filter((word) => asked.has(word))).size;
  return 3 * count(entry.question) + 2 * count(entry.tags.join(' ')) + count(entry.answer);
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]{2,}/gu) ?? [];
