import type { LaneKey } from '@tandem/schemas';
import { changeRows, each, inLots, piece } from '../change-rows.ts';
import { leaseEndAt, microseconds } from '../lease-end.ts';
import type { Shape } from '../shape.ts';
import { thisLane } from './claim-lanes.ts';

/** A lane held: `token` is its fence, higher than that of every earlier holder. */
export interface LaneLease {
  token: number;
}

interface Held extends LaneKey {
  lease: LaneLease;
}

interface Released extends Held {
  dueAt: Date | null;
}

interface Fenced extends Held {
  leaseMs: number;
}

const placeOf = ({ tenantId, connectionId, conversationId, direction }: LaneKey) => [
  ...[tenantId, connectionId, conversationId, direction],
];

const lane = {
  table: 'lanes',
  is: (key: LaneKey) => piece(thisLane, ...placeOf(key)),
  where: (key: LaneKey) => piece(thisLane, ...placeOf(key)),
};

const keysOf = (key: LaneKey) => [placeOf(key).join(' ')];

/** Gives lanes back that nothing came for meanwhile. */
export const releaseLanes: Shape<Released, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    changeRows<Released>(
      {
        ...lane,
        where: ({ lease, ...key }) => piece(`${thisLane} AND lease_token = ?`, ...placeOf(key), lease.token),
        and: () => piece('lease_until > NOW(3) AND dirty = 0'),
        set: { lease_until: 'NULL', lease_owner: 'NULL', due_at: each(({ dueAt }) => dueAt) },
        counter: 'failures',
      },
      lot,
    ),
  );

/** Prolongs leases; a lane that is no longer ours gets no token, which the server refuses, and all that is sent with it. */
export const fenceLanes: Shape<Fenced, number> = (all) =>
  inLots(all, keysOf, (lot) =>
    changeRows<Fenced>(
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
