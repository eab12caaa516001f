import type { ConversationKey, Direction, InboundId, TenantId, TurnId } from '@tandem/schemas';
import { countRows, each, inLots } from '../change-rows.ts';
import { type Piece, piece } from '../piece.ts';
import type { Shape } from '../shape.ts';
import { type Ending, endedColumns } from './ended-columns.ts';
import type { LaneLease } from './lane-lease.ts';

interface Messages {
  tenantId: TenantId;
  ids: readonly InboundId[];
}

interface Ended extends Messages, Ending {}

interface Taking extends ConversationKey, Messages {
  direction: Direction;
  lease: LaneLease;
  turnId: TurnId;
  lateIds: readonly InboundId[];
}

const messages = {
  table: 'inbound_messages i',
  by: ['i.tenant_id', 'i.id'],
  rowsOf: ({ tenantId, ids }: Messages) => ids.map((id) => [tenantId, id]),
  column: 'i.id',
  counter: 'i.duplicates',
};

const keysOf = ({ ids }: Messages) => ids;

/** Ends messages that never were in a turn. */
export const endMessages: Shape<Ended, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    countRows<Ended>(
      {
        ...messages,
        and: () => piece("i.state = 'pending'"),
        set: endedColumns('i'),
      },
      lot,
    ),
  );

/** Puts messages into turns whose lanes are held. */
export const takeMessages: Shape<Taking, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    countRows<Taking>(
      {
        ...messages,
        and: (say) => {
          const held = say(({ direction, lease }) =>
            piece('l.direction = ? AND l.lease_token = ?', direction, lease.token),
          );
          return piece(
            `i.state = 'pending' AND EXISTS (
               SELECT 1 FROM lanes l WHERE l.tenant_id = i.tenant_id AND l.connection_id = i.connection_id
                 AND l.conversation_id = i.conversation_id AND l.lease_until > NOW(3) AND ${held.text})`,
            ...held.parameters,
          );
        },
        set: {
          'i.state': "'in-turn'",
          'i.turn_id': each(({ turnId }) => turnId),
          'i.late': lateOf(lot),
        },
      },
      lot,
    ),
  );

/** They came after a message with a higher id had been taken. */
function lateOf(lot: readonly Taking[]): Piece {
  const lateIds = lot.flatMap((taking) => taking.lateIds);
  if (lateIds.length === 0) return piece('i.late');
  return piece(`CASE WHEN i.id IN (${lateIds.map(() => '?').join(', ')}) THEN 1 ELSE i.late END`, ...lateIds);
}
