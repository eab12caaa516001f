import type { LaneKey } from '@tandem/schemas';
import { countRows, each, inLots } from '../change-rows.ts';
import { leaseEndAt, microseconds } from '../lease-end.ts';
import { piece } from '../piece.ts';
import type { Shape } from '../shape.ts';
import { laneColumns, laneValues } from './claim-lanes.ts';
import type { LaneLease } from './lane-lease.ts';

interface Held extends LaneKey {
  lease: LaneLease;
}

interface Released extends Held {
  dueAt: Date | null;
}

interface Prolonged extends Held {
  leaseMs: number;
}

/** One column tells the lanes of a lot apart, for a third less than all that name one. */
const keysOf = ({ conversationId }: LaneKey) => [conversationId];

const lane = {
  table: 'lanes',
  by: laneColumns,
  rowsOf: (key: LaneKey) => [laneValues(key)],
  column: 'conversation_id',
};

/** Gives lanes back that nothing came for meanwhile. */
export const releaseLanes: Shape<Released, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    countRows<Released>(
      {
        ...lane,
        by: [...laneColumns, 'lease_token'],
        rowsOf: (held) => [[...laneValues(held), held.lease.token]],
        and: () => piece('lease_until > NOW(3) AND dirty = 0'),
        set: { lease_until: 'NULL', lease_owner: 'NULL', due_at: each(({ dueAt }) => dueAt) },
        counter: 'failures',
      },
      lot,
    ),
  );

/** Prolongs leases; a lane that is no longer ours gets no token, which the server refuses, and all that is sent with it. */
export const holdLanes: Shape<Prolonged, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    countRows<Prolonged>(
      {
        ...lane,
        set: {
          lease_token: each(
            ({ lease }) => lease.token,
            (token) => `CASE WHEN lease_until > NOW(3) AND lease_token = ${token} THEN lease_token END`,
          ),
          lease_until: each(({ leaseMs }) => microseconds(leaseMs), leaseEndAt),
        },
        counter: 'failures',
      },
      lot,
    ),
  );
