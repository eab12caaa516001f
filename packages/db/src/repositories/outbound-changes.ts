import type {
  ConversationKey,
  InboundId,
  OutboundId,
  Owner,
  SessionId,
  TenantId,
  TurnId,
} from '@tandem/schemas';
import { CompiledQuery } from 'kysely';
import { changeRows, countRows, each, inLots, inOrder } from '../change-rows.ts';
import { piece } from '../piece.ts';
import type { OutboundMessagesTable } from '../schema/tables.ts';
import type { Merged, Shape } from '../shape.ts';
import { ownerAllows } from './owner-allows.ts';

type Kind = OutboundMessagesTable['kind'];

export interface NewOutbound {
  id: OutboundId;
  turnId: TurnId | null;
  inboundId: InboundId | null;
  kind: Kind;
  payload: string;
  expiresAt: Date;
  createdAt: Date;
}

interface Appended extends ConversationKey {
  sessionId: SessionId;
  messages: readonly NewOutbound[];
  /** How many of them the bot said. */
  said: number;
}

interface Message {
  tenantId: TenantId;
  id: OutboundId;
}

interface Claim extends Message {
  sessionId: SessionId;
  kind: Kind;
  owner: Owner;
  at: Date;
}

interface Sent extends Message {
  channelMessageId: number | null;
  at: Date;
}

const message = {
  table: 'outbound_messages o',
  by: ['o.tenant_id', 'o.id'],
  rowsOf: ({ tenantId, id }: Message) => [[tenantId, id]],
  column: 'o.id',
};

interface OfSession {
  tenantId: TenantId;
  sessionId: SessionId;
}

const session = {
  table: 'chat_sessions',
  by: ['tenant_id', 'id'],
  rowsOf: ({ tenantId, sessionId }: OfSession) => [[tenantId, sessionId]],
  column: 'id',
};

const keysOf = ({ id }: Message) => [id];

const sessionsOf = ({ sessionId }: { sessionId: SessionId }) => [sessionId];

/** Counts on the session row, then appends; the place of a message is empty, and refused, where the session is gone. */
export const appendOutbound: Shape<Appended, unknown> = (all) =>
  inLots(all, sessionsOf, (lot) => inOrder(reserve(lot), insert(lot)));

const reserve = (lot: readonly Appended[]): Merged<null> =>
  changeRows<Appended>(
    {
      ...session,
      set: {
        last_position: each(
          ({ messages }) => messages.length,
          (count) => `last_position + ${count}`,
        ),
        bot_streak: each(
          ({ said }) => said,
          (said) => `bot_streak + ${said}`,
        ),
        last_activity_at: each(
          ({ said, messages }) => (said > 0 ? messages[0]?.createdAt : null),
          (at) => `COALESCE(${at}, last_activity_at)`,
        ),
      },
    },
    lot,
  );

const placeText = '(SELECT last_position - ? FROM chat_sessions WHERE tenant_id = ? AND id = ?)';

function insert(lot: readonly Appended[]): Merged<null> {
  const rows = lot.flatMap((appended) => appended.messages.map((_, index) => rowOf(appended, index)));
  const query = CompiledQuery.raw(
    `INSERT INTO outbound_messages (tenant_id, id, connection_id, conversation_id, session_id, position, turn_id,
       inbound_id, kind, payload, state, expires_at, created_at)
     VALUES ${rows.map(() => `(?, ?, ?, ?, ?, ${placeText}, ?, ?, ?, ?, 'pending', ?, ?)`).join(', ')}`,
    rows.flat(),
  );
  return { queries: [query], read: () => lot.map(() => null) };
}

function rowOf(appended: Appended, index: number): unknown[] {
  const { tenantId, connectionId, conversationId, sessionId, messages } = appended;
  const one = messages[index];
  const behind = messages.length - 1 - index;
  return [
    ...[tenantId, one?.id, connectionId, conversationId, sessionId],
    ...[behind, tenantId, sessionId],
    ...[one?.turnId, one?.inboundId, one?.kind, one?.payload, one?.expiresAt, one?.createdAt],
  ];
}

/** Claims what the owner allows of what was appended in the same commit, which has changed the session. */
export const claimAppended: Shape<Claim, number> = (all) => inLots(all, keysOf, claim);

/** Changes the session, so that its owner stays who it is, and claims what the owner allows. */
export const claimOutbound: Shape<Claim, number> = (all) =>
  inLots(
    all,
    ({ id, sessionId }) => [id, sessionId],
    (lot) => {
      const { queries, read } = inOrder(noteActivity(lot), claim(lot));
      return { queries, read: (answers) => read(answers).map(([, claimed]) => claimed) };
    },
  );

const noteActivity = (lot: readonly Claim[]): Merged<null> =>
  changeRows<Claim>({ ...session, set: { last_activity_at: each(({ at }) => at) } }, lot);

const claim = (lot: readonly Claim[]): Merged<number> =>
  countRows<Claim>(
    {
      ...message,
      and: (say) => {
        const allowed = say(({ kind, owner }) => ownerAllows(kind, owner));
        return piece(
          `o.state = 'pending'
           AND EXISTS (SELECT 1 FROM tenants t WHERE t.id = o.tenant_id AND t.status = 'active' LOCK IN SHARE MODE)
           AND EXISTS (SELECT 1 FROM chat_sessions s
             WHERE s.tenant_id = o.tenant_id AND s.id = o.session_id AND ${allowed.text})`,
          ...allowed.parameters,
        );
      },
      set: {
        'o.state': "'sending'",
        'o.attempts': 'o.attempts + 1',
        'o.claimed_at': each(({ at }) => at),
      },
      counter: 'o.position',
    },
    lot,
  );

/** Writes down that they are at the channel. */
export const recordSent: Shape<Sent, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    countRows<Sent>(
      {
        ...message,
        and: () => piece("o.state IN ('sending', 'unknown')"),
        set: {
          'o.state': "'sent'",
          'o.channel_message_id': each(({ channelMessageId }) => channelMessageId),
          'o.sent_at': each(({ at }) => at),
          'o.settle_at': 'NULL',
          'o.next_attempt_at': 'NULL',
        },
        counter: 'o.attempts',
      },
      lot,
    ),
  );
