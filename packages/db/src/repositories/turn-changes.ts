import type { ConversationKey, InboundId, SessionId, TenantId, TurnId } from '@tandem/schemas';
import { CompiledQuery } from 'kysely';
import { changeRows, countRows, each, inLots, inOrder } from '../change-rows.ts';
import { conversationValues } from '../conversation-rows.ts';
import { piece } from '../piece.ts';
import type { Merged, Shape } from '../shape.ts';
import { type Ending, endedColumns } from './ended-columns.ts';
import type { LastQuestion } from './session-rows.ts';

export interface NewTurn {
  id: TurnId;
  sessionId: SessionId;
  engineConversationId: string;
  configVersion: number;
  channelMessageId: number | null;
  deadlineAt: Date;
  createdAt: Date;
}

interface Begun extends ConversationKey, NewTurn {
  /** One of the messages it takes. */
  firstId: InboundId;
}

interface OfTurn {
  tenantId: TenantId;
  id: TurnId;
}

/** What is written down of a turn that the engine has. */
export interface TurnTaken {
  takenAt: Date;
  checkAt: Date;
  /** What comes later with a lower id is late. */
  newestMessageId: number;
  /** What it asked. */
  question: LastQuestion;
  at: Date;
}

interface Taken extends OfTurn, TurnTaken {
  sessionId: SessionId;
}

interface Ended extends ConversationKey, Ending {
  id: TurnId;
}

const turn = {
  table: 'turns t',
  by: ['t.tenant_id', 't.id'],
  rowsOf: ({ tenantId, id }: OfTurn) => [[tenantId, id]],
  column: 't.id',
};

const keysOf = ({ id }: { id: TurnId }) => [id];

const rowText = `(?, ?, (SELECT connection_id FROM inbound_messages WHERE tenant_id = ? AND id = ? AND turn_id = ?),
  ?, ?, ?, 'sending', ?, ?, ?, ?)`;

/** Refused where the first of its messages is not in it. */
export const beginTurns: Shape<Begun, null> = (all) => ({
  queries: [
    CompiledQuery.raw(
      `INSERT INTO turns (tenant_id, id, connection_id, conversation_id, session_id, engine_conversation_id, state,
         config_version, channel_message_id, deadline_at, created_at)
       VALUES ${all.map(() => rowText).join(', ')}`,
      all.flatMap((begun) => [
        ...[begun.tenantId, begun.id, begun.tenantId, begun.firstId, begun.id, begun.conversationId],
        ...[begun.sessionId, begun.engineConversationId, begun.configVersion, begun.channelMessageId],
        ...[begun.deadlineAt, begun.createdAt],
      ]),
    ),
  ],
  read: () => all.map(() => null),
});

/** Its session hears of it only while it is still `sending`: first, for after that it no longer is. */
export const takeTurns: Shape<Taken, unknown> = (all) =>
  inLots(
    all,
    ({ id, sessionId }) => [id, sessionId],
    (lot) => inOrder(tellSession(lot), take(lot)),
  );

const tellSession = (lot: readonly Taken[]): Merged<null> =>
  changeRows<Taken>(
    {
      table: 'chat_sessions s',
      by: ['s.tenant_id', 's.id'],
      rowsOf: ({ tenantId, sessionId }) => [[tenantId, sessionId]],
      column: 's.id',
      and: (say) => {
        const { text, parameters } = say(({ id }) => piece('?', id));
        return piece(
          `EXISTS (SELECT 1 FROM turns t WHERE t.tenant_id = s.tenant_id AND t.id = ${text} AND t.state = 'sending')`,
          ...parameters,
        );
      },
      set: {
        's.last_activity_at': each(({ at }) => at),
        's.bot_streak': '0',
        's.last_question': each(({ question }) => JSON.stringify(question)),
        's.last_taken_message_id': each(
          ({ newestMessageId }) => newestMessageId,
          (id) => `GREATEST(COALESCE(s.last_taken_message_id, 0), ${id})`,
        ),
      },
    },
    lot,
  );

const take = (lot: readonly Taken[]): Merged<null> =>
  changeRows<Taken>(
    {
      ...turn,
      and: () => piece("t.state = 'sending'"),
      set: {
        't.state': "'waiting'",
        't.taken_at': each(({ takenAt }) => takenAt),
        't.check_at': each(({ checkAt }) => checkAt),
        't.next_attempt_at': 'NULL',
        't.attempts': 't.attempts + 1',
      },
    },
    lot,
  );

/** A reply to them came. */
export const answerTurns: Shape<OfTurn, null> = (all) =>
  inLots(all, keysOf, (lot) =>
    changeRows<OfTurn>(
      {
        ...turn,
        and: () => piece("t.state IN ('sending', 'waiting')"),
        set: { 't.state': "'answered'", 't.check_at': 'NULL' },
      },
      lot,
    ),
  );

/** More than one look finds, so more than any turn takes (core/src/lanes/look.ts). */
const messagesMax = 63;

/** Reads how many turns and how many of their messages got an end. */
export const endTurns: Shape<Ended, [turns: number, messages: number]> = (all) =>
  inLots(all, keysOf, (lot) => inOrder(end(lot), endMerged(lot)), messagesMax);

const end = (lot: readonly Ended[]): Merged<number> =>
  countRows<Ended>(
    {
      ...turn,
      and: () => piece("t.state <> 'ended'"),
      set: {
        ...endedColumns('t'),
        't.check_at': 'NULL',
        't.next_attempt_at': 'NULL',
      },
      counter: 't.attempts',
    },
    lot,
  );

const endMerged = (lot: readonly Ended[]): Merged<number> =>
  countRows<Ended>(
    {
      table: 'inbound_messages i',
      index: 'lane',
      by: ['i.tenant_id', 'i.connection_id', 'i.conversation_id', 'i.turn_id'],
      rowsOf: (ended) => [[...conversationValues(ended), ended.id]],
      column: 'i.turn_id',
      and: () => piece("i.state = 'in-turn'"),
      set: endedColumns('i'),
      counter: 'i.duplicates',
    },
    lot,
  );
