import type { LaneKey } from '@tandem/schemas';
import { leaseEndText, microseconds } from '../lease-end.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import { claimLanes, isUnheld, thisLane } from './claim-lanes.ts';
import { holdLanes, releaseLanes } from './lane-changes.ts';
import type { LaneLease } from './lane-lease.ts';

type Lane = Omit<LaneKey, 'tenantId'>;

/**
 * The lanes of one tenant. A lane is a row with a lease on the database's clock; `due_at` says since when it has work, and
 * `dirty` that work arrived after the holder last looked, so that no arrival is lost between its look and its release.
 */
export class Lanes {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** Takes the lane for `leaseMs` if it has work and nobody holds it; null otherwise. */
  claim(lane: Lane, holder: { name: string; leaseMs: number }): Statement<LaneLease | null> {
    return this.#db.shaped(claimLanes, { ...lane, ...holder });
  }

  /** Takes the lane whether it has work or not, for who must be alone in its conversation; null while somebody holds it. */
  async seize(lane: Lane, holder: { name: string; leaseMs: number }): Promise<LaneLease | null> {
    const make = this.#db.text(
      `INSERT INTO lanes (tenant_id, connection_id, conversation_id, direction) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE direction = VALUES(direction)`,
      (tenantId) => [tenantId, ...placeOf(lane)],
      () => undefined,
    );
    const seize = this.#db.text<unknown, LaneLease | null>(
      `UPDATE lanes SET lease_token = LAST_INSERT_ID(lease_token + 1), lease_owner = ?, lease_until = ${leaseEndText}
       WHERE ${thisLane} AND ${isUnheld}`,
      (tenantId) => [holder.name, microseconds(holder.leaseMs), tenantId, ...placeOf(lane)],
      ({ affected, insertId }) => (affected === 1 ? { token: insertId } : null),
    );
    const [, lease] = await this.#db.atomically([make, seize]);
    return lease;
  }

  /** Gives a seized lane back; what is still to be done in it is due now. */
  async yield(lane: Lane, lease: LaneLease, at: Date): Promise<void> {
    await this.#db.text(
      `UPDATE lanes SET lease_until = NULL, lease_owner = NULL, due_at = ?, dirty = 1 WHERE ${thisLane} AND lease_token = ?`,
      (tenantId) => [at, tenantId, ...placeOf(lane), lease.token],
      () => undefined,
    );
  }

  /** Prolongs the lease; false when the lane is no longer ours. */
  renew(lane: Lane, lease: LaneLease, leaseMs: number): Statement<boolean> {
    return this.#db.text(
      `UPDATE lanes SET lease_until = ${leaseEndText} WHERE ${thisLane} AND ${isHeld}`,
      (tenantId) => [microseconds(leaseMs), tenantId, ...placeOf(lane), lease.token],
      isOne,
    );
  }

  /**
   * Prolongs the lease, and with what is sent beside it holds that nothing of it happens where the lane is no longer ours: the
   * server refuses it (`attempt` of the scope). False, and not refused, when there is no such lane.
   */
  hold(lane: Lane, lease: LaneLease, leaseMs: number): Statement<boolean> {
    return this.#db.shaped(holdLanes, { ...lane, lease, leaseMs }, (held) => held === 1);
  }

  /** Declares that the holder is about to look again; null when the lane is no longer ours. */
  lookAgain(lane: Lane, lease: LaneLease, leaseMs: number): Statement<LaneLease | null> {
    return this.#db.text(
      `UPDATE lanes SET lease_until = ${leaseEndText}, dirty = 0 WHERE ${thisLane} AND ${isHeld}`,
      (tenantId) => [microseconds(leaseMs), tenantId, ...placeOf(lane), lease.token],
      ({ affected }) => (affected === 1 ? lease : null),
    );
  }

  /** Gives the lane back with the time of its next work. False: something arrived meanwhile (look again), or it was lost. */
  release(lane: Lane, lease: LaneLease, dueAt: Date | null): Statement<boolean> {
    return this.#db.shaped(releaseLanes, { ...lane, lease, dueAt }, (released) => released === 1);
  }

  /** Says that the lane has work from `dueAt` on; an earlier time stands. Makes the lane if there is none. */
  touch(lane: Lane, dueAt: Date): Statement<void> {
    return this.#db.text(
      `INSERT INTO lanes (tenant_id, connection_id, conversation_id, direction, due_at, dirty) VALUES (?, ?, ?, ?, ?, 1)
       ON DUPLICATE KEY UPDATE dirty = 1,
         due_at = CASE WHEN due_at IS NULL OR due_at > VALUES(due_at) THEN VALUES(due_at) ELSE due_at END`,
      (tenantId) => [tenantId, ...placeOf(lane), dueAt],
      () => undefined,
    );
  }
}

const isHeld = 'lease_token = ? AND lease_until > NOW(3)';

const placeOf = (lane: Lane) => [lane.connectionId, lane.conversationId, lane.direction];

const isOne = ({ affected }: { affected: number }): boolean => affected === 1;
