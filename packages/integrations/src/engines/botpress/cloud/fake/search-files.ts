import { matchesTags, type TagFilter } from './read-tags.ts';
import type { CloudKnobs } from './routes-context.ts';
import type { FakeFile } from './world.ts';

interface SearchInput {
  files: readonly FakeFile[];
  query: string;
  filter: TagFilter;
  limit: number;
  knobs: CloudKnobs;
}

/** Indexed files that share words with the query, one passage each, the best first. */
export function searchFiles({ files, query, filter, limit, knobs }: SearchInput) {
  const asked = new Set(wordsOf(query));
  return files
    .filter(({ status }) => status === 'indexing_completed')
    .filter(({ tags }) => knobs.searchIgnoresTags || matchesTags(filter, tags))
    .map((file) => ({ file, score: scoreOf(file, asked) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ file: { id, key, tags, content }, score }) => ({
      content,
      score,
      meta: { type: 'chunk' },
      file: { id, key, tags, metadata: {}, contentType: 'text/markdown' },
    }));
}

function scoreOf(file: FakeFile, asked: ReadonlySet<string>): number {
  const found = new Set(wordsOf(file.content).filter((word) => asked.has(word)));
  return asked.size === 0 ? 0 : found.size / asked.size;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
