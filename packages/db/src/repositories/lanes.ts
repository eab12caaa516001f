import type { LaneKey } from '@tandem/schemas';
import { sql } from 'kysely';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';

type Lane = Omit<LaneKey, 'tenantId'>;

/** A lane held: `token` is its fence, higher than that of every earlier holder. */
export interface LaneLease {
  token: number;
}

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
    return this.#db.rawStatement(
      (tenantId) => sql`
        UPDATE lanes
        SET lease_token = LAST_INSERT_ID(lease_token + 1), lease_owner = ${holder.name},
          lease_until = ${leaseEnd(holder.leaseMs)}, dirty = 0
        WHERE tenant_id = ${tenantId} AND connection_id = ${lane.connectionId}
          AND conversation_id = ${lane.conversationId} AND direction = ${lane.direction}
          AND due_at IS NOT NULL AND (lease_until IS NULL OR lease_until < NOW(3))`,
      ({ affected, insertId }) => (affected === 1 ? { token: insertId } : null),
    );
  }

  /** Prolongs the lease; false when the lane is no longer ours. */
  renew(lane: Lane, lease: LaneLease, leaseMs: number): Statement<boolean> {
    const renewal = this.#held(lane, lease).set({ lease_until: leaseEnd(leaseMs) });
    return this.#db.statement(renewal, isOne);
  }

  /** Declares that the holder is about to look again; null when the lane is no longer ours. */
  lookAgain(lane: Lane, lease: LaneLease, leaseMs: number): Statement<LaneLease | null> {
    const look = this.#held(lane, lease).set({ lease_until: leaseEnd(leaseMs), dirty: 0 });
    return this.#db.statement(look, ({ affected }) => (affected === 1 ? lease : null));
  }

  /** Gives the lane back with the time of its next work. False: something arrived meanwhile (look again), or it was lost. */
  release(lane: Lane, lease: LaneLease, dueAt: Date | null): Statement<boolean> {
    const release = this.#held(lane, lease)
      .where('dirty', '=', 0)
      .set({ lease_until: null, lease_owner: null, due_at: dueAt });
    return this.#db.statement(release, isOne);
  }

  /** Says that the lane has work from `dueAt` on; an earlier time stands. Makes the lane if there is none. */
  touch(lane: Lane, dueAt: Date): Statement<void> {
    const touch = this.#db
      .insert('lanes', [
        {
          connection_id: lane.connectionId,
          conversation_id: lane.conversationId,
          direction: lane.direction,
          due_at: dueAt,
          dirty: 1,
          lease_owner: null,
          lease_until: null,
        },
      ])
      .onDuplicateKeyUpdate({
        due_at: sql`CASE WHEN due_at IS NULL OR due_at > VALUES(due_at) THEN VALUES(due_at) ELSE due_at END`,
        dirty: 1,
      });
    return this.#db.statement(touch, () => undefined);
  }

  #at(lane: Lane) {
    return this.#db
      .update('lanes')
      .where('connection_id', '=', lane.connectionId)
      .where('conversation_id', '=', lane.conversationId)
      .where('direction', '=', lane.direction);
  }

  #held(lane: Lane, lease: LaneLease) {
    return this.#at(lane).where('lease_token', '=', lease.token).where('lease_until', '>', sql<Date>`NOW(3)`);
  }
}

const isOne = ({ affected }: { affected: number }): boolean => affected === 1;

const leaseEnd = (leaseMs: number) => sql<Date>`NOW(3) + INTERVAL ${leaseMs * 1_000} MICROSECOND`;
