import type { ConnectionId, ConversationKey, SessionId, TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** Sessions of tenants that share the installation's default Chatwoot, found before the tenant is known. */
export class SessionLookup {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** By Chatwoot's display id of the conversation. Null also when more than one tenant has it: ambiguous is unknown. */
  async findByConversation(conversationId: number): Promise<ConversationKey | null> {
    return onlyOne(
      await this.#onDefault().where('s.conversation_id', '=', conversationId).limit(2).execute(),
    );
  }

  async findById(sessionId: SessionId): Promise<ConversationKey | null> {
    return onlyOne(await this.#onDefault().where('s.id', '=', sessionId).limit(2).execute());
  }

  #onDefault() {
    return this.#db
      .selectFrom('chat_sessions as s')
      .innerJoin('connections as c', (join) =>
        join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.id', '=', 's.connection_id'),
      )
      .where('c.source', '=', 'default')
      .where('c.active', '=', 1)
      .select(['s.tenant_id', 's.connection_id', 's.conversation_id']);
  }
}

function onlyOne(
  rows: readonly { tenant_id: string; connection_id: string; conversation_id: number }[],
): ConversationKey | null {
  const [row, another] = rows;
  if (!row || another) return null;
  return {
    tenantId: row.tenant_id as TenantId,
    connectionId: row.connection_id as ConnectionId,
    conversationId: row.conversation_id,
  };
}
