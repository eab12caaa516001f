import type { TurnId } from '@tandem/schemas';
import type { OutboundMessagesTable } from '../schema/tables.ts';

/** What became of the outbound messages of one turn. */
export interface TurnOutcome {
  turnId: TurnId;
  open: number;
  sent: number;
  suppressed: number;
  dead: number;
  /** The reason of the newest one that was not sent. */
  reason: string | null;
}

interface OutcomeRow {
  state: OutboundMessagesTable['state'] | null;
  reason: string | null;
}

export const toOutcome = (turnId: TurnId, of: readonly OutcomeRow[]): TurnOutcome => {
  const count = (...states: OutcomeRow['state'][]) => of.filter(({ state }) => states.includes(state)).length;
  return {
    turnId,
    open: of.filter(({ state }) => state !== null).length - count('sent', 'suppressed', 'dead'),
    sent: count('sent'),
    suppressed: count('suppressed'),
    dead: count('dead'),
    reason: of.findLast(({ state }) => state === 'suppressed' || state === 'dead')?.reason ?? null,
  };
};
