import type { Owner, SessionId } from '@tandem/schemas';
import type { Page, PageRequest } from '../cursor.ts';
import type { TenantDb } from '../tenant-db.ts';
import { readTimeCursor, writeTimeCursor } from '../time-cursor.ts';

/** A session as people look at it. */
export interface SessionSummary {
  id: SessionId;
  connectionId: string;
  conversationId: number;
  inboxId: number | null;
  contactId: number | null;
  locale: string | null;
  owner: Owner;
  ownerReason: string;
  ownerActor: string;
  ownerSince: Date;
  unattendedAt: Date | null;
  lastActivityAt: Date;
  createdAt: Date;
}

/** The reading of one tenant's sessions for people. */
export class SessionList {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  async get(id: SessionId): Promise<SessionSummary | null> {
    const row = await this.#summaries().where('id', '=', id).executeTakeFirst();
    return row ? toSummary(row) : null;
  }

  /** Latest activity first. What becomes active while one turns the pages may be seen twice or not at all. */
  async page(request: PageRequest & { owner?: Owner | undefined }): Promise<Page<SessionSummary>> {
    const { owner, limit } = request;
    const after = readTimeCursor(request.cursor);
    const rows = await this.#summaries()
      .$if(owner !== undefined, (query) => query.where('owner', '=', owner ?? 'bot'))
      .$if(after !== null, (query) =>
        query.where((eb) =>
          eb.or([
            eb('last_activity_at', '<', after?.at ?? new Date(0)),
            eb.and([eb('last_activity_at', '=', after?.at ?? new Date(0)), eb('id', '<', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('last_activity_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit).map(toSummary);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? writeTimeCursor({ at: last.lastActivityAt, id: last.id }) : null };
  }

  #summaries() {
    return this.#db
      .select('chat_sessions')
      .select([
        'id',
        'connection_id as connectionId',
        'conversation_id as conversationId',
        'inbox_id as inboxId',
      ])
      .select([
        'contact_id as contactId',
        'locale',
        'owner',
        'owner_reason as ownerReason',
        'owner_actor as ownerActor',
      ])
      .select(['owner_since as ownerSince', 'unattended_at as unattendedAt'])
      .select(['last_activity_at as lastActivityAt', 'created_at as createdAt']);
  }
}

/** Session ids are written by us and nowhere else. */
const toSummary = <Row extends { id: string }>(row: Row) => ({ ...row, id: row.id as SessionId });
