import { CompiledQuery, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { type Answer, oneQuery, Statement } from '../statement.ts';
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
      return [confirmSend(db, row, { effect, onHeld })];
  }
}

const statement = (
  db: Kysely<Tables>,
  change: RawBuilder<unknown>,
  onAffected: (rows: number) => void,
): Statement<void> =>
  new Statement(
    db,
    oneQuery(change.compile(db), ({ affected }) => onAffected(affected)),
  );

/** The echo settles a send. `LAST_INSERT_ID`, set before `state` is, tells whether that was in doubt. */
function confirmSend(
  db: Kysely<Tables>,
  row: NewInbound,
  { effect, onHeld }: { effect: EchoEffect; onHeld: () => void },
): Statement<void> {
  const query = CompiledQuery.raw(
    `UPDATE outbound_messages
     SET attempts = attempts + 0 * LAST_INSERT_ID(state = 'unknown'), state = 'sent', settle_at = NULL,
       channel_message_id = ?, sent_at = ?
     WHERE tenant_id = ? AND id = ? AND connection_id = ? AND conversation_id = ? AND state IN ('sending', 'unknown')`,
    [
      ...[effect.channelMessageId, row.receivedAt],
      ...[row.tenantId, effect.outboundId, row.connectionId, row.conversationId],
    ],
  );
  const read = ({ affected, insertId }: Answer<unknown>) => {
    if (affected > 0 && insertId === 1) onHeld();
  };
  return new Statement(db, oneQuery(query, read));
}
