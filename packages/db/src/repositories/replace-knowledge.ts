import { newId } from '@tandem/runtime';
import type { KnowledgeEntry } from '@tandem/schemas';
import { sql } from 'kysely';
import { sha256 } from '../sha256.ts';
import type { TenantDb } from '../tenant-db.ts';
import { retireKnowledge } from './retire-knowledge.ts';

interface Held {
  id: string;
  position: number;
  content_hash: string;
}

interface Placed extends KnowledgeEntry {
  id: string;
  position: number;
  contentHash: string;
}

const rowsPerStatement = 500;
/** Well below the 16 MB that servers take in one statement by default. */
const charactersPerStatement = 1_000_000;

/**
 * Makes the knowledge base hold exactly `entries`, in their order. An entry with the same content keeps its id and its row.
 * Answers the hash of the whole. Runs inside the transaction of its configuration's version.
 */
export async function replaceKnowledge(
  db: TenantDb,
  input: { entries: readonly KnowledgeEntry[]; now: Date },
): Promise<string> {
  const all = db.select('knowledge_bases').select(['id', 'position', 'content_hash']);
  const held = await all.orderBy('position').execute();
  const { fresh, moved, gone, hashes } = compare(held, input.entries);
  const before = held.map(({ content_hash }) => content_hash);
  const knowledgeHash = hashKnowledge(before);
  if (knowledgeHash === hashKnowledge(hashes)) return knowledgeHash;
  const goneIds = gone.map(({ id }) => id);
  await retireKnowledge(db, { knowledgeHash, contentHashes: before, goneIds, now: input.now });
  for (const some of chunks(gone, () => 36)) {
    await db
      .delete('knowledge_bases')
      .where(
        'id',
        'in',
        some.map(({ id }) => id),
      )
      .execute();
  }
  for (const some of chunks(moved, () => 80)) await move(db, some);
  for (const some of chunks(fresh, ({ question, answer }) => question.length + answer.length)) {
    await db
      .insert(
        'knowledge_bases',
        some.map((entry) => toRow(entry, input.now)),
      )
      .execute();
  }
  return hashKnowledge(hashes);
}

/** The hash of a whole knowledge base: of its entries' hashes in their order. */
export const hashKnowledge = (contentHashes: readonly string[]): string => sha256(contentHashes.join('\n'));

function compare(held: readonly Held[], entries: readonly KnowledgeEntry[]) {
  const free = Map.groupBy(held, ({ content_hash }) => content_hash);
  const placed = entries.map((entry, position) => {
    const contentHash = hashEntry(entry);
    return { ...wellFormed(entry), position, contentHash, kept: free.get(contentHash)?.shift() };
  });
  return {
    hashes: placed.map(({ contentHash }) => contentHash),
    fresh: placed
      .filter(({ kept }) => kept === undefined)
      .map((entry): Placed => ({ ...entry, id: newId() })),
    moved: placed.flatMap(({ kept, position }) =>
      kept !== undefined && kept.position !== position ? [{ id: kept.id, position }] : [],
    ),
    gone: [...free.values()].flat(),
  };
}

async function move(db: TenantDb, entries: readonly { id: string; position: number }[]): Promise<void> {
  const cases = entries.map(({ id, position }) => sql`WHEN ${id} THEN ${position}`);
  await db
    .update('knowledge_bases')
    .where(
      'id',
      'in',
      entries.map(({ id }) => id),
    )
    .set({ position: sql<number>`CASE id ${sql.join(cases, sql` `)} ELSE position END` })
    .execute();
}

/** UTF-8 knows no lone surrogates: what is hashed is what will be read back. */
const wellFormed = ({ question, answer, tags }: KnowledgeEntry): KnowledgeEntry => ({
  question: question.toWellFormed(),
  answer: answer.toWellFormed(),
  tags: tags.map((tag) => tag.toWellFormed()),
});

function hashEntry(entry: KnowledgeEntry): string {
  const { question, answer, tags } = wellFormed(entry);
  return sha256(JSON.stringify([question, answer, tags]));
}

const toRow = ({ id, position, question, answer, tags, contentHash }: Placed, now: Date) => ({
  id,
  position,
  question,
  answer,
  tags: JSON.stringify(tags),
  content_hash: contentHash,
  created_at: now,
});

function* chunks<Item>(items: readonly Item[], sizeOf: (item: Item) => number): Generator<Item[]> {
  let chunk: Item[] = [];
  let size = 0;
  for (const item of items) {
    if (
      chunk.length > 0 &&
      (chunk.length === rowsPerStatement || size + sizeOf(item) > charactersPerStatement)
    ) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(item);
    size += sizeOf(item);
  }
  if (chunk.length > 0) yield chunk;
}
