import type { ConversationKey, Direction, InboundId, TenantId, TurnId } from '@tandem/schemas';
import { changeRows, each, inLots, type Piece, piece } from '../change-rows.ts';
import type { Shape } from '../shape.ts';
import type { LaneLease } from './lane-changes.ts';

/** How a message ended, and why in plain words: recorded once. */
export interface End {
  kind: 'answered' | 'silent' | 'suppressed' | 'handed-off' | 'dead' | 'recorded';
  reason: string;
}

interface Messages {
  tenantId: TenantId;
  ids: readonly InboundId[];
}

interface Ended extends Messages {
  end: End;
  at: Date;
}

interface Taking extends ConversationKey, Messages {
  direction: Direction;
  lease: LaneLease;
  turnId: TurnId;
  lateIds: readonly InboundId[];
}

const messages = {
  table: 'inbound_messages i',
  is: ({ ids }: Messages) => isIn(ids),
  where: ({ tenantId, ids }: Messages) => {
    const { text, parameters } = isIn(ids);
    return piece(`i.tenant_id = ? AND ${text}`, tenantId, ...parameters);
  },
  counter: 'i.duplicates',
};

const isIn = (ids: readonly InboundId[]): Piece =>
  piece(`i.id IN (${ids.map(() => '?').join(', ')})`, ...ids);

const keysOf = ({ ids }: Messages) => ids;

/** Ends messages that never were in a turn. */
export const endMessages: Shape<Ended, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    changeRows<Ended>(
      {
        ...messages,
        and: () => piece("i.state = 'pending'"),
        set: {
          'i.state': "'ended'",
          'i.end_kind': each(({ end }) => end.kind),
          'i.end_reason': each(
            ({ end }) => end.reason,
            (reason) => `LEFT(${reason}, 500)`,
          ),
          'i.ended_at': each(({ at }) => at),
        },
      },
      lot,
    ),
  );

/** Puts messages into turns whose lanes are held. */
export const takeMessages: Shape<Taking, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    changeRows<Taking>(
      {
        ...messages,
        and: (pick) => {
          const held = pick(({ direction, lease }) =>
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
  const { text, parameters } = isIn(lateIds);
  return piece(`CASE WHEN ${text} THEN 1 ELSE i.late END`, ...parameters);
}
