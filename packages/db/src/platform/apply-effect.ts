import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { Statement } from '../statement.ts';
import type { Effect, NewInbound } from './accept-inbound.ts';
import { changeOwner } from './change-owner.ts';
import { deleteMessage } from './delete-message.ts';

type EchoEffect = Extract<Effect, { type: 'echo' }>;

/**
 * What an event changes at the moment it is stored: a takeover or return, the proof that a send arrived, or the end of a message
 * taken back. `onHeld` is told when the lane to the channel has work because of it: a send was in doubt until now, or the
 * owner changed.
 */
export function applyEffect(
  db: Kysely<Tables>,
  row: NewInbound,
  effect: Effect,
  onHeld: () => void,
): Statement<void>[] {
  switch (effect.type) {
    case 'owner':
      return changeOwner(row, effect).map(({ query, isRecord }) =>
        statement(db, query, (rows) => {
          // The bot's typing ends, timers begin, the bot is told: all that is work of the lane.
          if (isRecord && rows > 0) onHeld();
        }),
      );
    case 'deleted':
      return [statement(db, deleteMessage(row, effect), () => undefined)];
    case 'echo':
      return [
        statement(db, confirmSend(row, effect, 'unknown'), (rows) => {
          if (rows > 0) onHeld();
        }),
        statement(db, confirmSend(row, effect, 'sending'), () => undefined),
      ];
  }
}

const statement = (
  db: Kysely<Tables>,
  change: RawBuilder<unknown>,
  onAffected: (rows: number) => void,
): Statement<void> =>
  new Statement(db, { query: change.compile(db), read: ({ affected }) => onAffected(affected) });

/** The echo settles a send. */
const confirmSend = (
  row: NewInbound,
  effect: EchoEffect,
  state: 'sending' | 'unknown',
): RawBuilder<unknown> => sql`
  UPDATE outbound_messages
  SET state = 'sent', settle_at = NULL, channel_message_id = ${effect.channelMessageId}, sent_at = ${row.receivedAt}
  WHERE tenant_id = ${row.tenantId} AND id = ${effect.outboundId} AND connection_id = ${row.connectionId}
    AND conversation_id = ${row.conversationId} AND state = ${state}`;
