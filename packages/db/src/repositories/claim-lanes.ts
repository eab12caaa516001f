import { randomBytes } from 'node:crypto';
import type { LaneKey } from '@tandem/schemas';
import { CompiledQuery } from 'kysely';
import { conversationColumns, conversationValues, isOf } from '../conversation-rows.ts';
import { leaseEndText, microseconds } from '../lease-end.ts';
import { isOneOf } from '../piece.ts';
import type { Merged, Shape } from '../shape.ts';
import type { LaneLease } from './lane-lease.ts';

interface Claim extends LaneKey {
  /** Of the worker. */
  name: string;
  leaseMs: number;
}

interface ClaimedRow {
  tenant_id: string;
  connection_id: string;
  conversation_id: number;
  direction: string;
  lease_token: number;
}

/** What names a lane: its primary key. */
export const laneColumns = [...conversationColumns, 'direction'];

export const laneValues = (key: LaneKey): readonly unknown[] => [...conversationValues(key), key.direction];

/** Names one lane in a condition. */
export const thisLane = laneColumns.map((column) => `${column} = ?`).join(' AND ');
/** On the database's clock. */
export const isUnheld = '(lease_until IS NULL OR lease_until < NOW(3))';
const isFree = `due_at IS NOT NULL AND ${isUnheld}`;

/**
 * Takes lanes that have work and that nobody holds. Which of many were taken is read from the name they were taken under, which
 * is no other claim's; they are held for as long as the longest lease asked for.
 */
export const claimLanes: Shape<Claim, LaneLease | null> = (all) => {
  const [first, second] = all;
  return first && !second ? claimOne(first) : claimMany(all);
};

const claimOne = (claim: Claim): Merged<LaneLease | null> => ({
  queries: [
    CompiledQuery.raw(
      `UPDATE lanes
       SET lease_token = LAST_INSERT_ID(lease_token + 1), lease_owner = ?, lease_until = ${leaseEndText}, dirty = 0
       WHERE ${thisLane} AND ${isFree}`,
      [claim.name, microseconds(claim.leaseMs), ...laneValues(claim)],
    ),
  ],
  read: ([answer]) => [answer?.affected === 1 ? { token: answer.insertId } : null],
});

function claimMany(all: readonly Claim[]): Merged<LaneLease | null> {
  const name = `${all[0]?.name.slice(0, 40)}.${randomBytes(8).toString('hex')}`;
  const leaseMs = Math.max(...all.map((claim) => claim.leaseMs));
  const these = isOneOf(laneColumns, all.map(laneValues));
  return {
    queries: [
      CompiledQuery.raw(
        `UPDATE lanes FORCE INDEX (PRIMARY)
         SET lease_token = lease_token + 1, lease_owner = ?, lease_until = ${leaseEndText}, dirty = 0
         WHERE ${these.text} AND ${isFree}`,
        [name, microseconds(leaseMs), ...these.parameters],
      ),
      CompiledQuery.raw(
        `SELECT tenant_id, connection_id, conversation_id, direction, lease_token
         FROM lanes FORCE INDEX (PRIMARY)
         WHERE ${these.text} AND lease_owner = ?`,
        [...these.parameters, name],
      ),
    ],
    read: ([, answer]) => {
      const claimed = asClaimed(answer?.rows ?? []);
      return all.map((claim) => {
        const row = claimed.find((one) => isOf(one, claim) && one.direction === claim.direction);
        return row ? { token: row.lease_token } : null;
      });
    },
  };
}

/** Rows have the columns that were selected for them. */
const asClaimed = (rows: readonly unknown[]): readonly ClaimedRow[] => rows as readonly ClaimedRow[];
