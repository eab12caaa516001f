import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';

/** An entry of the knowledge base as stored. */
export interface StoredEntry {
  id: string;
  question: string;
  answer: string;
  tags: string[];
  /** SHA-256 (hex) over question, answer and tags. */
  contentHash: string;
}

/** One tenant's knowledge of the current version. It changes with the configuration (`config.write`). */
export class Knowledge {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** In the order given by the tenant. */
  async list(): Promise<StoredEntry[]> {
    const rows = await this.#db.select('knowledge_bases').selectAll().orderBy('position').execute();
    return rows.map((row) => ({
      id: row.id,
      question: row.question,
      answer: row.answer,
      tags: parseJson<string[]>(row.tags),
      contentHash: row.content_hash,
    }));
  }
}
