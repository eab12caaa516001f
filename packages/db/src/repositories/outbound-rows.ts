import type { ConversationKey, OutboundId, SessionId, TurnId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { conversationRows } from '../conversation-rows.ts';
import type { OutboundMessagesTable } from '../schema/tables.ts';

/** The duty to carry one message to the channel. `payload` is JSON: a `Content`, `{status}` for kind `status`, a `ChannelStep` for kinds that no customer sees. */
export interface Outbound {
  id: OutboundId;
  sessionId: SessionId;
  turnId: TurnId | null;
  kind: OutboundMessagesTable['kind'];
  payload: string;
  state: OutboundMessagesTable['state'];
  attempts: number;
  nextAttemptAt: Date | null;
  expiresAt: Date;
  claimedAt: Date | null;
  settleAt: Date | null;
  createdAt: Date;
}

/** The columns of which an `Outbound` is made. */
const outboundColumns = [
  'id',
  'session_id',
  'position',
  'turn_id',
  'kind',
  'payload',
  'state',
  'attempts',
  'next_attempt_at',
  'expires_at',
  'claimed_at',
  'settle_at',
  'created_at',
] as const;

type OutboundRow = Pick<Selectable<OutboundMessagesTable>, (typeof outboundColumns)[number]>;

const toOutbound = (row: OutboundRow): Outbound => ({
  id: row.id as OutboundId,
  sessionId: row.session_id as SessionId,
  turnId: row.turn_id as TurnId | null,
  kind: row.kind,
  payload: row.payload,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  expiresAt: row.expires_at,
  claimedAt: row.claimed_at,
  settleAt: row.settle_at,
  createdAt: row.created_at,
});

/** What a customer sees. */
const words: readonly OutboundRow['kind'][] = ['reply', 'welcome', 'notice', 'handoff-notice'];

const isUnseen = ({ kind }: OutboundRow): boolean => !words.includes(kind);

/** What is still to be carried, in order; what no customer sees last. */
export const openOutbound = conversationRows<
  ConversationKey & { limit: number },
  OutboundRow,
  Outbound[],
  null
>({
  columns: outboundColumns.join(', '),
  from: 'outbound_messages FORCE INDEX (lane)',
  and: { text: () => "state IN ('pending', 'sending', 'unknown')", parameters: () => [], fits: () => true },
  orderBy: `kind NOT IN (${words.map((kind) => `'${kind}'`).join(', ')}), position`,
  compare: (a, b) => Number(isUnseen(a)) - Number(isUnseen(b)) || a.position - b.position,
  limit: { of: ({ limit }) => limit, unread: null },
  read: (rows) => rows.map(toOutbound),
});
