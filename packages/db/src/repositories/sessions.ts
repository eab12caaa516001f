import type { ConversationKey, Owner, SessionId } from '@tandem/schemas';
import { sql } from 'kysely';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import {
  type OwnerChange,
  type Session,
  type SessionRow,
  sessionColumns,
  toChangeRow,
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
  engineUserId: string;
  engineConversationId: string;
  owner: Owner;
  ownerReason: string;
  ownerActor: string;
  at: Date;
}

/** What a lane may set on its session. */
export interface SessionProgress {
  engineOpen?: boolean;
  typing?: boolean;
  lastTakenMessageId?: number;
  fallbackAt?: Date | null;
  lastActivityAt?: Date;
}

/** The ChatSessions of one tenant. */
export class Sessions {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  find(key: Conversation): Statement<Session | null> {
    return this.#db.text<SessionRow, Session | null>(
      `SELECT ${sessionColumns.join(', ')} FROM chat_sessions
       WHERE tenant_id = ? AND connection_id = ? AND conversation_id = ?`,
      (tenantId) => [tenantId, key.connectionId, key.conversationId],
      ({ rows: [row] }) => (row ? toSession(row) : null),
    );
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

  /** The newest session with that Chatwoot conversation over all of the tenant's connections. */
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
          engine_user_id: session.engineUserId,
          engine_conversation_id: session.engineConversationId,
          engine_generation: 1,
          engine_open: 0,
          owner: session.owner,
          owner_reason: session.ownerReason,
          owner_actor: session.ownerActor,
          owner_since: session.at,
          fallback_at: null,
          last_taken_message_id: null,
          last_activity_at: session.at,
          created_at: session.at,
        },
      ])
      .onDuplicateKeyUpdate({ id: sql`id` });
    return this.#db.statement(create, () => undefined);
  }

  /** Changes the owner and records the change; false when the owner is that already. */
  async changeOwner(sessionId: SessionId, change: OwnerChange): Promise<boolean> {
    return await this.#db.transaction(async (db) => {
      const session = await db
        .select('chat_sessions')
        .where('id', '=', sessionId)
        .select('owner')
        .forUpdate()
        .executeTakeFirst();
      if (!session || session.owner === change.owner) return false;
      await db
        .update('chat_sessions')
        .where('id', '=', sessionId)
        .set({
          owner: change.owner,
          owner_reason: change.reason.slice(0, 500),
          owner_actor: change.actor,
          owner_since: change.at,
          agent_replied: 0,
        })
        .execute();
      await db.insert('ownership_changes', [toChangeRow(sessionId, session.owner, change)]).execute();
      return true;
    });
  }

  progress(sessionId: SessionId, progress: SessionProgress): Statement<void> {
    const { engineOpen, typing, lastTakenMessageId, fallbackAt, lastActivityAt } = progress;
    const update = this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({
        ...(engineOpen !== undefined && { engine_open: engineOpen ? 1 : 0 }),
        ...(typing !== undefined && { typing: typing ? 1 : 0 }),
        ...(lastTakenMessageId !== undefined && { last_taken_message_id: lastTakenMessageId }),
        ...(fallbackAt !== undefined && { fallback_at: fallbackAt }),
        ...(lastActivityAt !== undefined && { last_activity_at: lastActivityAt }),
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

  /** Gives the session a new conversation at the engine; replies to the old one are recorded as stale. */
  async rebindEngine(
    sessionId: SessionId,
    input: { engineConversationId: string; engineUserId: string; generation: number },
  ): Promise<void> {
    await this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({
        engine_conversation_id: input.engineConversationId,
        engine_user_id: input.engineUserId,
        engine_generation: input.generation,
        engine_open: 0,
      })
      .execute();
  }
}
