import type { ConversationKey, OutboundId } from '@tandem/schemas';
import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { PendingInbound } from './inbound.ts';

/** What was said in a conversation, newest first. */
export interface Transcript {
  /** Of the customer, as stored. */
  heard: PendingInbound[];
  /** Shown to the customer; `content` is a `Content`. */
  shown: { id: OutboundId; content: unknown }[];
}

/** The reading of one tenant's conversations for those who take them over. */
export class Transcripts {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** The last that both sides said, as far as it was there `at` a time; `limit` of each. */
  async last(
    key: Omit<ConversationKey, 'tenantId'>,
    { at, limit }: { at: Date; limit: number },
  ): Promise<Transcript> {
    const heard = await this.#db
      .select('inbound_messages')
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId)
      .where('kind', 'in', ['customer-message', 'choice'])
      .where('received_at', '<=', at)
      .select(['id', 'kind', 'source', 'channel_message_id as channelMessageId'])
      .select(['available_at as availableAt', 'received_at as receivedAt', 'body'])
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    const shown = await this.#db
      .select('outbound_messages')
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId)
      .where('state', '=', 'sent')
      .where('kind', 'in', ['reply', 'welcome', 'notice', 'handoff-notice'])
      .where('created_at', '<=', at)
      .select(['id', 'payload'])
      .orderBy('position', 'desc')
      .limit(limit)
      .execute();
    return {
      heard: heard.map((row) => ({ ...row, id: row.id as PendingInbound['id'] })),
      shown: shown.map(({ id, payload }) => ({ id: id as OutboundId, content: parseJson<unknown>(payload) })),
    };
  }
}
