import type { ConversationKey, SessionId } from '@tandem/schemas';
import { sql } from 'kysely';
import { conversationRows } from '../conversation-rows.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import {
  type OwnerChange,
  type OwnerState,
  type Session,
  type SessionRow,
  sessionColumns,
  toChangeRow,
  toOwnerColumns,
  toSession,
} from './session-rows.ts';

type Conversation = Omit<ConversationKey, 'tenantId'>;

export interface NewSession {
  id: SessionId;
  connectionId: string;
  conversationId: number;
  inboxId: number | null;
  contactId: number | null;
  contactName: string | null;
  /** As `de-AT`; not known when left out. */
  locale?: string | null;
  engineUserId: string;
  engineConversationId: string;
  state: OwnerState;
  at: Date;
}

/** What a lane may set on its session. */
export interface SessionProgress {
  engineOpen?: boolean;
  typing?: boolean;
  locale?: string;
  fallbackAt?: Date | null;
}

const sessionRow = conversationRows<ConversationKey, SessionRow, Session | null>({
  columns: sessionColumns.join(', '),
  from: 'chat_sessions FORCE INDEX (conversation)',
  read: ([row]) => (row ? toSession(row) : null),
});

/** The ChatSessions of one tenant. */
export class Sessions {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  find(key: Conversation): Statement<Session | null> {
    return this.#db.shaped(sessionRow.shape, key);
  }

  async get(id: SessionId): Promise<Session | null> {
    const row = await this.#db.select('chat_sessions').where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toSession(row) : null;
  }

  async findByEngineConversation(engineConversationId: string): Promise<Session | null> {
    const row = await this.#db
      .select('chat_sessions')
      .where('engine_conversation_id', '=', engineConversationId)
      .selectAll()
      .executeTakeFirst();
    return row ? toSession(row) : null;
  }

  /** The sessions with that Chatwoot conversation, over all of the tenant's connections. */
  async findByConversation(conversationId: number): Promise<Session[]> {
    const rows = await this.#db
      .select('chat_sessions')
      .where('conversation_id', '=', conversationId)
      .selectAll()
      .execute();
    return rows.map(toSession);
  }

  /** Makes the session unless the conversation has one. */
  create(session: NewSession): Statement<void> {
    const create = this.#db
      .insert('chat_sessions', [
        {
          id: session.id,
          connection_id: session.connectionId,
          conversation_id: session.conversationId,
          inbox_id: session.inboxId,
          contact_id: session.contactId,
          contact_name: session.contactName?.slice(0, 200) ?? null,
          locale: session.locale?.slice(0, 35) ?? null,
          engine_user_id: session.engineUserId,
          engine_conversation_id: session.engineConversationId,
          engine_generation: 1,
          engine_open: 0,
          ...toOwnerColumns(session.state),
          fallback_at: null,
          last_taken_message_id: null,
          last_activity_at: session.at,
          created_at: session.at,
        },
      ])
      .onDuplicateKeyUpdate({ id: sql`id` });
    return this.#db.statement(create, () => undefined);
  }

  /** Has `decide` say, of the ownership it finds and nobody else can change meanwhile, what becomes of it; null: nothing. */
  async changeOwner(sessionId: SessionId, decide: (state: OwnerState) => OwnerChange | null): Promise<void> {
    await this.#db.transaction(async (db) => {
      const row = await db
        .select('chat_sessions')
        .where('id', '=', sessionId)
        .select(sessionColumns)
        .forUpdate()
        .executeTakeFirst();
      const change = row && decide(toSession(row));
      if (!change) return;
      const { state, record } = change;
      await db.update('chat_sessions').where('id', '=', sessionId).set(toOwnerColumns(state)).execute();
      if (record)
        await db
          .insert('ownership_changes', [toChangeRow(sessionId, row.owner, { state, record })])
          .execute();
    });
  }

  /** The bot knows that humans gave the conversation back at `was`, or is told again at `again`. */
  async toldBot(sessionId: SessionId, { was, again }: { was: Date; again: Date | null }): Promise<void> {
    await this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .where('tell_bot_at', '=', was)
      .set({ tell_bot_at: again })
      .execute();
  }

  /** Writes down how a session that was just made came to its owner; nothing when another made it meanwhile. */
  recordFirstOwner(
    sessionId: SessionId,
    record: { id: string; causeId: string | null; at: Date },
  ): Statement<void> {
    return this.#db.text(
      `INSERT INTO ownership_changes
         (tenant_id, id, session_id, from_owner, to_owner, reason, actor, cause_id, created_at)
       SELECT tenant_id, ?, id, NULL, owner, owner_reason, owner_actor, ?, ? FROM chat_sessions
       WHERE tenant_id = ? AND id = ?`,
      (tenantId) => [record.id, record.causeId, record.at, tenantId, sessionId],
      () => undefined,
    );
  }

  progress(sessionId: SessionId, progress: SessionProgress): Statement<void> {
    const { engineOpen, typing, locale, fallbackAt } = progress;
    const update = this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({
        ...(engineOpen !== undefined && { engine_open: engineOpen ? 1 : 0 }),
        ...(typing !== undefined && { typing: typing ? 1 : 0 }),
        ...(locale !== undefined && { locale: locale.slice(0, 35) }),
        ...(fallbackAt !== undefined && { fallback_at: fallbackAt }),
      });
    return this.#db.statement(update, () => undefined);
  }

  /** The bot's typing is hidden; left as shown when another turn has gone to the engine meanwhile. */
  typingEnded(sessionId: SessionId): Statement<void> {
    return this.#db.text(
      `UPDATE chat_sessions s SET s.typing = 0
       WHERE s.tenant_id = ? AND s.id = ? AND NOT EXISTS (
         SELECT 1 FROM turns t FORCE INDEX (lane)
         WHERE t.tenant_id = ? AND t.connection_id = s.connection_id
           AND t.conversation_id = s.conversation_id AND t.state IN ('sending', 'waiting'))`,
      (tenantId) => [tenantId, sessionId, tenantId],
      () => undefined,
    );
  }

  /**
   * Ends the talk of generation `from` at the engine: the next one has a conversation of its own, and what was offered in the
   * old one is forgotten. False: a turn is open, or it was renewed before.
   */
  renew(
    sessionId: SessionId,
    input: { engineConversationId: string; from: number; at: Date },
  ): Statement<boolean> {
    return this.#db.text(
      `UPDATE chat_sessions s
       SET s.engine_conversation_id = ?, s.engine_generation = s.engine_generation + 1, s.engine_open = 0,
         s.offered_choices = NULL, s.bot_streak = 0, s.fallback_at = NULL, s.last_activity_at = ?
       WHERE s.tenant_id = ? AND s.id = ? AND s.engine_generation = ? AND NOT EXISTS (
         SELECT 1 FROM turns t FORCE INDEX (lane)
         WHERE t.tenant_id = ? AND t.connection_id = s.connection_id
           AND t.conversation_id = s.conversation_id AND t.state IN ('sending', 'waiting', 'answered'))`,
      (tenantId) => [input.engineConversationId, input.at, tenantId, sessionId, input.from, tenantId],
      ({ affected }) => affected === 1,
    );
  }

  /** Gives the session a new conversation at the engine; replies to the old one are recorded as stale. */
  async rebindEngine(
    sessionId: SessionId,
    input: { engineConversationId: string; generation: number },
  ): Promise<void> {
    await this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({
        engine_conversation_id: input.engineConversationId,
        engine_generation: input.generation,
        engine_open: 0,
      })
      .execute();
  }
}
