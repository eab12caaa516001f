import type { ConversationKey, Direction, InboundId, TurnId } from '@tandem/schemas';
import { sql } from 'kysely';
import { byId, conversationRows } from '../conversation-rows.ts';
import type { NewInbound } from '../platform/accept-inbound.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { End } from './ended-columns.ts';
import { endMessages, takeMessages } from './inbound-changes.ts';
import type { LaneLease } from './lane-lease.ts';

type Conversation = Omit<ConversationKey, 'tenantId'>;

/** A stored notification that waits for its lane. */
export interface PendingInbound {
  id: InboundId;
  kind: string;
  source: string;
  channelMessageId: number | null;
  availableAt: Date | null;
  receivedAt: Date;
  body: Buffer;
}

/** The InboundMessages of one tenant. */
export class Inbound {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Stores notifications that the platform itself fetched; those that came before only count themselves. */
  add(rows: readonly Omit<NewInbound, 'tenantId'>[]): Statement<void>[] {
    if (rows.length === 0) return [];
    const add = this.#db
      .insert('inbound_messages', rows.map(toRow))
      .onDuplicateKeyUpdate({ duplicates: sql`duplicates + 1` });
    return [this.#db.statement(add, () => undefined)];
  }

  /** What waits for a lane, in the order of arrival. */
  pending(
    key: Conversation,
    input: { kinds: readonly string[]; limit: number },
  ): Statement<PendingInbound[]> {
    return this.#db.rowsOf(waiting, { ...key, ...input });
  }

  /** The same in a packet shared with other lanes; null: too much waits in them together, ask alone. */
  pendingShared(
    key: Conversation,
    input: { kinds: readonly string[]; limit: number },
  ): Statement<PendingInbound[] | null> {
    return this.#db.shaped(waiting.shape, { ...key, ...input });
  }

  /** The newest Chatwoot message id we heard of before a time: where a read-back may begin. Null: none. */
  async newestChannelMessageBefore(key: Conversation, at: Date): Promise<number | null> {
    const row = await this.#of(key)
      .where('received_at', '<', at)
      .select((eb) => eb.fn.max<number | null>('channel_message_id').as('newest'))
      .executeTakeFirst();
    return row?.newest ?? null;
  }

  /** The newest body of one source in a conversation; null: none, or all were erased. */
  async newestBody(key: Conversation, input: { source: string }): Promise<Buffer | null> {
    const row = await this.#of(key)
      .where('source', '=', input.source)
      .where('body', '<>', Buffer.alloc(0))
      .select('body')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.body ?? null;
  }

  /** When the customer or a human last wrote in a conversation; null: never. */
  async lastSaidAt(key: Conversation): Promise<Date | null> {
    const row = await this.#of(key)
      .where('kind', 'in', ['customer-message', 'choice', 'agent-message'])
      .select((eb) => eb.fn.max<Date | null>('received_at').as('last'))
      .executeTakeFirst();
    return row?.last ?? null;
  }

  /** What a turn merged, in its order of arrival. */
  ofTurn(key: Conversation, turnId: TurnId): Statement<PendingInbound[]> {
    return this.#db.text<Row, PendingInbound[]>(
      `SELECT ${pendingColumns} FROM inbound_messages FORCE INDEX (lane)
       WHERE tenant_id = ? AND connection_id = ? AND conversation_id = ? AND state = 'in-turn' AND turn_id = ?
       ORDER BY id`,
      (tenantId) => [tenantId, key.connectionId, key.conversationId, turnId],
      ({ rows }) => rows.map(toPending),
    );
  }

  /**
   * Puts messages into a turn while the lane is held; `lateIds` came after a message with a higher id had been taken. Answers
   * how many: none when the lane was lost to another worker, fewer when some have their end already.
   */
  takeIntoTurn(
    lane: Conversation & { direction: Direction },
    input: { lease: LaneLease; turnId: TurnId; ids: readonly InboundId[]; lateIds: readonly InboundId[] },
  ): Statement<number> {
    return this.#db.shaped(takeMessages, { ...lane, ...input });
  }

  /** Ends messages that never were in a turn; false when another worker ended one of them meanwhile. */
  end(ids: readonly InboundId[], end: End, at: Date): Statement<boolean> {
    return this.#db.shaped(endMessages, { ids, end, at }, (count) => {
      const { onEnd, tenantId } = this.#db;
      if (count > 0) onEnd({ what: 'messages', tenantId, end: end.kind, reason: end.reason, count });
      return count === ids.length;
    });
  }

  #of(key: Conversation) {
    return this.#db
      .select('inbound_messages')
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId);
  }
}

const toRow = (row: Omit<NewInbound, 'tenantId'>) => ({
  id: row.id,
  connection_id: row.connectionId,
  conversation_id: row.conversationId,
  kind: row.kind,
  source: row.source,
  channel_message_id: row.channelMessageId,
  dedupe_key: row.dedupeKey,
  state: 'pending' as const,
  available_at: row.availableAt,
  turn_id: null,
  end_kind: null,
  end_reason: null,
  ended_at: null,
  received_at: row.receivedAt,
  body: row.body,
});

const places = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

const pendingColumns = 'id, kind, source, channel_message_id, available_at, received_at, body';

interface Row {
  id: string;
  kind: string;
  source: string;
  channel_message_id: number | null;
  available_at: Date | null;
  received_at: Date;
  body: Buffer;
}

const toPending = (row: Row): PendingInbound => ({
  id: row.id as InboundId,
  kind: row.kind,
  source: row.source,
  channelMessageId: row.channel_message_id,
  availableAt: row.available_at,
  receivedAt: row.received_at,
  body: row.body,
});

interface Waiting extends ConversationKey {
  kinds: readonly string[];
  limit: number;
}

const waiting = conversationRows<Waiting, Row, PendingInbound[], null>({
  columns: pendingColumns,
  from: 'inbound_messages FORCE INDEX (lane)',
  and: {
    text: ({ kinds }) => `state = 'pending' AND kind IN (${places(kinds)})`,
    parameters: ({ kinds }) => kinds,
    fits: ({ kind }, { kinds }) => kinds.includes(kind),
  },
  orderBy: 'id',
  compare: byId,
  limit: { of: ({ limit }) => limit, unread: null },
  read: (rows) => rows.map(toPending),
});
