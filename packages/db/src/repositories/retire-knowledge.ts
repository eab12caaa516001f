import type { KnowledgeEntry } from '@tandem/schemas';
import { sql } from 'kysely';
import { parseJson } from '../parse-json.ts';
import { sha256 } from '../sha256.ts';
import type { TenantDb } from '../tenant-db.ts';

/** How many knowledge bases that are no longer current can be brought back: of 10,000 entries each takes 320 KB, and what is new in it. */
const keptMax = 100;
const idsPerStatement = 500;
const hashBytes = 32;

interface Retired {
  knowledgeHash: string;
  /** The hashes of all its entries, in their order. */
  contentHashes: readonly string[];
  /** The rows of those that are no longer in the next one. */
  goneIds: readonly string[];
  now: Date;
}

/**
 * Keeps a knowledge base that is about to be replaced: its list, and of its entries those that go. Each entry is kept once,
 * however many lists have it. Runs before the rows are deleted, in the transaction of the write.
 */
export async function retireKnowledge(db: TenantDb, retired: Retired): Promise<void> {
  const { knowledgeHash, contentHashes, goneIds, now } = retired;
  if (contentHashes.length === 0) return;
  for (let start = 0; start < goneIds.length; start += idsPerStatement) {
    const ids = sql.join(goneIds.slice(start, start + idsPerStatement));
    await db.raw(
      (tenantId) => sql`
        INSERT INTO retired_entries (tenant_id, content_hash, question, answer, tags, retired_at)
        SELECT tenant_id, content_hash, question, answer, tags, ${now} FROM knowledge_bases
        WHERE tenant_id = ${tenantId} AND id IN (${ids})
        ON DUPLICATE KEY UPDATE retired_at = VALUES(retired_at)`,
    );
  }
  const entries = Buffer.from(contentHashes.join(''), 'hex');
  const list = { knowledge_hash: knowledgeHash, entries, retired_at: now };
  await db.insert('retired_knowledge_bases', [list]).onDuplicateKeyUpdate({ retired_at: now }).execute();
  await forgetOldest(db);
}

/** The entries of a kept knowledge base, none of the empty one; null when it, or one of its entries, is not kept any more. */
export async function readRetiredKnowledge(
  db: TenantDb,
  knowledgeHash: string,
): Promise<KnowledgeEntry[] | null> {
  if (knowledgeHash === sha256('')) return [];
  const list = await db
    .select('retired_knowledge_bases')
    .where('knowledge_hash', '=', knowledgeHash)
    .select('entries')
    .executeTakeFirst();
  if (!list) return null;
  const wanted = hashesIn(list.entries);
  const known = new Map<string, KnowledgeEntry>();
  const current = db.select('knowledge_bases').select(['content_hash', 'question', 'answer', 'tags']);
  for (const row of await current.execute()) known.set(row.content_hash, toEntry(row));
  const missing = [...new Set(wanted)].filter((hash) => !known.has(hash));
  for (let start = 0; start < missing.length; start += idsPerStatement) {
    const some = db
      .select('retired_entries')
      .where('content_hash', 'in', missing.slice(start, start + idsPerStatement))
      .select(['content_hash', 'question', 'answer', 'tags']);
    for (const row of await some.execute()) known.set(row.content_hash, toEntry(row));
  }
  const entries = wanted.map((hash) => known.get(hash));
  return entries.every((entry) => entry !== undefined) ? entries : null;
}

/**
 * Only the newest lists are kept. What left the knowledge base before the oldest of these did is in none of them, for an
 * entry leaves when, or after, the last list that has it does.
 */
async function forgetOldest(db: TenantDb): Promise<void> {
  const oldest = await db
    .select('retired_knowledge_bases')
    .select('retired_at')
    .orderBy('retired_at', 'desc')
    .limit(1)
    .offset(keptMax - 1)
    .executeTakeFirst();
  if (!oldest) return;
  await db.delete('retired_knowledge_bases').where('retired_at', '<', oldest.retired_at).execute();
  await db.delete('retired_entries').where('retired_at', '<', oldest.retired_at).execute();
}

function hashesIn(entries: Buffer): string[] {
  const count = Math.floor(entries.length / hashBytes);
  return Array.from({ length: count }, (_, index) =>
    entries.subarray(index * hashBytes, (index + 1) * hashBytes).toString('hex'),
  );
}

const toEntry = (row: { question: string; answer: string; tags: string }): KnowledgeEntry => ({
  question: row.question,
  answer: row.answer,
  tags: parseJson<string[]>(row.tags),
});
