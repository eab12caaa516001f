import type { KnowledgeEntry } from '@tandem/schemas';

/** `{"knowledgeBase": […]}`, as `PUT …/config` takes it. */
export const writeJson = (entries: readonly KnowledgeEntry[]): Buffer =>
  Buffer.from(`${JSON.stringify({ knowledgeBase: entries.map(plain) }, null, 2)}\n`);

/** An entry a line. */
export const writeNdjson = (entries: readonly KnowledgeEntry[]): Buffer =>
  Buffer.from(entries.map((entry) => `${JSON.stringify(plain(entry))}\n`).join(''));

const plain = ({ question, answer, tags }: KnowledgeEntry): KnowledgeEntry => ({ question, answer, tags });
