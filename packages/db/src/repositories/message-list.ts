import type { InboundId, SessionId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { type Page, type PageRequest, readPageBefore, toPage } from '../cursor.ts';
import type { InboundMessagesTable, OutboundMessagesTable } from '../schema/tables.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { PendingInbound } from './inbound.ts';

/** A message as people look at it, of either direction. */
export interface ListedMessage {
  id: string;
  direction: 'in' | 'out';
  connectionId: string;
  conversationId: number;
  kind: string;
  channelMessageId: number | null;
  turnId: string | null;
  /** Of an InboundMessage its end, or its state while it has none; of an OutboundMessage its state. */
  state: string;
  reason: string | null;
  at: Date;
  /** When it ended or was shown; null: not yet, or not recorded. */
  settledAt: Date | null;
  /** What it says: a stored body of the channel, or a payload of ours as JSON. */
  content: { of: 'body'; stored: PendingInbound } | { of: 'payload'; payload: string };
}

interface MessageFilter {
  /** Chatwoot's display id, on whichever connection. */
  conversationId?: number | undefined;
  sessionId?: SessionId | undefined;
}

const spoken = ['customer-message', 'choice', 'agent-message'];

/** The reading of one tenant's messages for people: both directions in one order, that of their ids, which rise in time. */
export class MessageList {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** The newest first; none when the session is unknown. */
  async page(request: PageRequest & MessageFilter): Promise<Page<ListedMessage>> {
    const { beforeId, rows } = readPageBefore(request);
    const place = await this.#placeOf(request);
    if (place === null) return { items: [], nextCursor: null };
    const { connectionId, conversationId } = place;
    const heard = await this.#heard()
      .where('kind', 'in', spoken)
      .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
      .$if(conversationId !== undefined, (query) => query.where('conversation_id', '=', conversationId ?? 0))
      .where('id', '<', beforeId)
      .orderBy('id', 'desc')
      .limit(rows)
      .execute();
    const said = await this.#said()
      .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
      .$if(conversationId !== undefined, (query) => query.where('conversation_id', '=', conversationId ?? 0))
      .where('id', '<', beforeId)
      .orderBy('id', 'desc')
      .limit(rows)
      .execute();
    const merged = [...heard.map(toHeard), ...said.map(toSaid)].sort((a, b) => (a.id < b.id ? 1 : -1));
    return toPage(request, merged.slice(0, rows), (message) => message);
  }

  async get(id: string): Promise<ListedMessage | null> {
    const heard = await this.#heard().where('id', '=', id).executeTakeFirst();
    if (heard) return toHeard(heard);
    const said = await this.#said().where('id', '=', id).executeTakeFirst();
    return said ? toSaid(said) : null;
  }

  async #placeOf({ sessionId, conversationId }: MessageFilter) {
    if (sessionId === undefined) return { connectionId: undefined, conversationId };
    const session = await this.#db
      .select('chat_sessions')
      .where('id', '=', sessionId)
      .select(['connection_id as connectionId', 'conversation_id as conversationId'])
      .executeTakeFirst();
    const isMeant = conversationId === undefined || session?.conversationId === conversationId;
    return session && isMeant ? session : null;
  }

  #heard() {
    return this.#db.select('inbound_messages').select(heardColumns);
  }

  #said() {
    return this.#db.select('outbound_messages').select(saidColumns);
  }
}

const heardColumns = [
  'id',
  'connection_id',
  'conversation_id',
  'turn_id',
  'kind',
  'source',
  'state',
  'body',
  'channel_message_id',
  'available_at',
  'received_at',
  'end_kind',
  'end_reason',
  'ended_at',
] as const;

type HeardRow = Pick<Selectable<InboundMessagesTable>, (typeof heardColumns)[number]>;

const toHeard = (row: HeardRow): ListedMessage => ({
  ...placeOf(row),
  direction: 'in',
  state: row.end_kind ?? row.state,
  reason: row.end_reason,
  at: row.received_at,
  settledAt: row.ended_at,
  content: {
    of: 'body',
    stored: {
      id: row.id as InboundId,
      kind: row.kind,
      source: row.source,
      channelMessageId: row.channel_message_id,
      availableAt: row.available_at,
      receivedAt: row.received_at,
      body: row.body,
    },
  },
});

const saidColumns = [
  'id',
  'connection_id',
  'conversation_id',
  'turn_id',
  'kind',
  'payload',
  'state',
  'reason',
  'channel_message_id',
  'sent_at',
  'created_at',
] as const;

type SaidRow = Pick<Selectable<OutboundMessagesTable>, (typeof saidColumns)[number]>;

const toSaid = (row: SaidRow): ListedMessage => ({
  ...placeOf(row),
  direction: 'out',
  state: row.state,
  reason: row.reason,
  at: row.created_at,
  settledAt: row.sent_at,
  content: { of: 'payload', payload: row.payload },
});

const placeOf = (row: HeardRow | SaidRow) => ({
  id: row.id,
  connectionId: row.connection_id,
  conversationId: row.conversation_id,
  kind: row.kind,
  channelMessageId: row.channel_message_id,
  turnId: row.turn_id,
});
