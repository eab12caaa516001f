import type { Kysely, RawBuilder } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { oneQuery, Statement } from '../statement.ts';
import type { EchoEffect, Effect, NewInbound } from './accept-inbound.ts';
import { changeOwner } from './change-owner.ts';
import { deleteMessage } from './delete-message.ts';

/**
 * What an event changes at the moment it is stored: a takeover or return, or the end of a message taken back. `onHeld` is told when
 * the owner changed: the lane to the channel has work then.
 */
export function applyEffect(
  db: Kysely<Tables>,
  row: NewInbound,
  effect: Exclude<Effect, EchoEffect>,
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
