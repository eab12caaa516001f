import type { KnowledgeEntry } from '@tandem/schemas';
import type { ChangedRow, ImportMode, RepeatedRow } from '@tandem/schemas/admin';
import type { FileEntry } from './check-rows.ts';

export interface ImportPlan {
  /** The whole knowledge base afterwards, in its order. */
  entries: KnowledgeEntry[];
  counts: { added: number; changed: number; removed: number; unchanged: number };
  repeated: RepeatedRow[];
  changed: ChangedRow[];
}

interface PlanInput {
  existing: readonly KnowledgeEntry[];
  incoming: readonly FileEntry[];
  mode: ImportMode;
}

/**
 * What a file makes of a knowledge base. Two questions are the same when they differ in nothing but case, width of letters
 * and spaces. A row that repeats question, answer and tags of an earlier one is left out; the same question with another
 * answer is kept and told. Pure.
 */
export function planImport({ existing, incoming, mode }: PlanInput): ImportPlan {
  const { distinct, repeated } = withoutTwins(incoming);
  // Appended, another spelling of a question says nothing new; else it takes the place of the one that was.
  const keyOf = mode === 'append' ? twinKey : contentKey;
  const held = new Set(existing.map(keyOf));
  const fresh = distinct.filter(({ entry }) => !held.has(keyOf(entry)));
  const questions = new Set(existing.map(({ question }) => foldQuestion(question)));
  const other = fresh.filter(({ entry }) => questions.has(foldQuestion(entry.question)));
  const named = other.map(({ line, entry }) => ({ line, question: shorten(entry.question) }));
  const entries = entriesAfter({ existing, distinct, fresh, mode });
  return {
    entries,
    counts: compare(existing, entries),
    repeated: [
      ...repeated,
      ...(mode === 'append' ? named.map((row) => ({ ...row, ofLine: null, outcome: 'kept' as const })) : []),
    ],
    changed: mode === 'append' ? [] : named,
  };
}

/** The question as it is compared. Accents count: in many scripts they are what tells words apart. */
const foldQuestion = (question: string): string =>
  question.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

const contentKey = ({ question, answer, tags }: KnowledgeEntry): string =>
  JSON.stringify([question, answer, tags]);
const twinKey = ({ question, answer, tags }: KnowledgeEntry): string =>
  contentKey({ question: foldQuestion(question), answer, tags });

function withoutTwins(incoming: readonly FileEntry[]): { distinct: FileEntry[]; repeated: RepeatedRow[] } {
  const lineOfQuestion = new Map<string, number>();
  const lineOfTwin = new Map<string, number>();
  const distinct: FileEntry[] = [];
  const repeated: RepeatedRow[] = [];
  for (const row of incoming) {
    const [question, twin] = [foldQuestion(row.entry.question), twinKey(row.entry)];
    const twinLine = lineOfTwin.get(twin);
    const ofLine = twinLine ?? lineOfQuestion.get(question);
    if (ofLine !== undefined) {
      const outcome = twinLine === undefined ? 'kept' : 'left-out';
      repeated.push({ line: row.line, ofLine, question: shorten(row.entry.question), outcome });
    }
    if (twinLine !== undefined) continue;
    distinct.push(row);
    lineOfTwin.set(twin, row.line);
    if (ofLine === undefined) lineOfQuestion.set(question, row.line);
  }
  return { distinct, repeated };
}

interface Rows {
  existing: readonly KnowledgeEntry[];
  distinct: readonly FileEntry[];
  /** Those of `distinct` that are not there as they are. */
  fresh: readonly FileEntry[];
  mode: ImportMode;
}

function entriesAfter({ existing, distinct, fresh, mode }: Rows): KnowledgeEntry[] {
  switch (mode) {
    case 'replace':
      return distinct.map(({ entry }) => entry);
    case 'append':
      return [...existing, ...fresh.map(({ entry }) => entry)];
    case 'merge':
      return merge(existing, distinct);
  }
}

/** An answer takes the place of the one it replaces; what is new comes at the end. */
function merge(existing: readonly KnowledgeEntry[], distinct: readonly FileEntry[]): KnowledgeEntry[] {
  const waiting = Map.groupBy(distinct, ({ entry }) => foldQuestion(entry.question));
  const said = new Set(waiting.keys());
  const kept = existing.flatMap((entry) => {
    const key = foldQuestion(entry.question);
    if (!said.has(key)) return [entry];
    const next = waiting.get(key)?.shift();
    return next === undefined ? [] : [next.entry];
  });
  const left = new Set([...waiting.values()].flat());
  return [...kept, ...distinct.filter((row) => left.has(row)).map(({ entry }) => entry)];
}

/** Entries that stay as they are, whatever their place; of the others, those that share a question are changed. */
function compare(before: readonly KnowledgeEntry[], after: readonly KnowledgeEntry[]): ImportPlan['counts'] {
  const gone = Map.groupBy(before, contentKey);
  const come = after.filter((entry) => gone.get(contentKey(entry))?.pop() === undefined);
  const unchanged = after.length - come.length;
  const goneByQuestion = Map.groupBy([...gone.values()].flat(), ({ question }) => foldQuestion(question));
  const changed = come.filter(
    ({ question }) => goneByQuestion.get(foldQuestion(question))?.pop() !== undefined,
  );
  return {
    added: come.length - changed.length,
    changed: changed.length,
    removed: before.length - unchanged - changed.length,
    unchanged,
  };
}

/** Enough to know it by. */
const shorten = (question: string): string =>
  question.length <= 200 ? question : `${question.slice(0, 199).toWellFormed()}…`;
