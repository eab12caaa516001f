import { AppError } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Page, PageRequest } from '../cursor.ts';
import { parseJson } from '../parse-json.ts';
import type { KnowledgeBasesTable } from '../schema/tables.ts';
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

export interface KnowledgePage extends PageRequest {
  tag?: string | undefined;
  text?: string | undefined;
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
    return rows.map(toEntry);
  }

  /**
   * One page in the order given by the tenant, of a tag and with a text where they are given. A page may be shorter than
   * asked for although more come.
   */
  async page(request: KnowledgePage): Promise<Page<StoredEntry>> {
    const { limit, tag, text } = request;
    const after = request.cursor === undefined ? -1 : readCursor(request.cursor);
    const rows = await this.#db
      .select('knowledge_bases')
      .selectAll()
      .where('position', '>', after)
      .$if(tag !== undefined, (query) => query.where('tags', 'like', contains(JSON.stringify(tag))))
      .$if(text !== undefined, (query) =>
        query.where((eb) => eb.or([holds('question', text ?? ''), holds('answer', text ?? '')])),
      )
      .orderBy('position')
      .limit(limit + 1)
      .execute();
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const items = shown.map(toEntry);
    return {
      // The text of the column says a little more than the tag: quotes may also stand between two of them.
      items: tag === undefined ? items : items.filter(({ tags }) => tags.includes(tag)),
      nextCursor: rows.length > limit && last ? writeCursor(last.position) : null,
    };
  }
}

/** Case and accents aside. */
const holds = (column: 'question' | 'answer', text: string) =>
  sql<boolean>`${sql.ref(column)} COLLATE utf8mb4_general_ci LIKE ${contains(text)}`;

const contains = (text: string): string => `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;

const toEntry = (row: Omit<Selectable<KnowledgeBasesTable>, 'tenant_id'>): StoredEntry => ({
  id: row.id,
  question: row.question,
  answer: row.answer,
  tags: parseJson<string[]>(row.tags),
  contentHash: row.content_hash,
});

const writeCursor = (position: number): string => Buffer.from(`p${position}`).toString('base64url');

function readCursor(cursor: string): number {
  const position = /^p(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (position !== undefined) return Number(position);
  const issues = [{ path: 'cursor', message: 'must be the nextCursor of an earlier page' }];
  throw new AppError('bad_request', { public: 'The cursor is not one this list has answered.', issues });
}
