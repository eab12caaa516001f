import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';

/** A stored webhook whose body may be about a contact. */
export interface ContactBody {
  connectionId: string;
  /** Minus a contact's id for a visitor without a conversation. */
  conversationId: number;
  body: Buffer;
}

/** Rows looked at in one statement; only those that match are answered. */
const rowsPerStatement = 2_000;

/** The search for all that one tenant holds of a contact. */
export class ContactSearch {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** The conversations whose session knows the contact. */
  async conversations(contactId: number): Promise<Omit<ContactBody, 'body'>[]> {
    return await this.#db
      .select('chat_sessions')
      .where('contact_id', '=', contactId)
      .select(['connection_id as connectionId', 'conversation_id as conversationId'])
      .execute();
  }

  /**
   * The next stored bodies of the channel in the order of arrival, from behind `afterId` on, that hold one of the texts in whatever
   * letter case; `nextId` is null when all were looked at.
   */
  async bodies(input: {
    texts: readonly string[];
    source: string;
    afterId: string;
  }): Promise<{ found: ContactBody[]; nextId: string | null }> {
    const { texts, source, afterId } = input;
    const ids = await this.#db
      .select('inbound_messages')
      .where('id', '>', afterId)
      .select('id')
      .orderBy('id')
      .limit(rowsPerStatement)
      .execute();
    const last = ids.at(-1);
    if (last === undefined || texts.length === 0) return { found: [], nextId: null };
    const body = sql`LOWER(CONVERT(body USING utf8mb4))`;
    const found = await this.#db
      .select('inbound_messages')
      .where('id', '>', afterId)
      .where('id', '<=', last.id)
      .where('source', '=', source)
      .where((eb) => eb.or(texts.map((text) => sql<boolean>`LOCATE(LOWER(${text}), ${body}) > 0`)))
      .select(['connection_id as connectionId', 'conversation_id as conversationId', 'body'])
      .execute();
    return { found, nextId: ids.length < rowsPerStatement ? null : last.id };
  }
}
