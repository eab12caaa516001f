import type { LaneKey } from '@tandem/schemas';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { LaneLease } from './lane-lease.ts';

/** Stands for work of a lane that is no message's: its timers, say. */
const noHead = '00000000-0000-0000-0000-000000000000';

/** How often one tenant's lanes failed through a failure of ours. Written then alone: no turn that goes well pays for it. */
export class LaneFailures {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /**
   * Counts a failure at what the lane was working on; null: at no message. Answers how often it failed at the same in a row;
   * 0 when the lane is no longer ours.
   */
  count(lane: Omit<LaneKey, 'tenantId'>, lease: LaneLease, headId: string | null): Statement<number> {
    const head = headId ?? noHead;
    return this.#db.text(
      `UPDATE lanes
       SET failures = LAST_INSERT_ID(CASE WHEN failed_head = ? THEN failures + 1 ELSE 1 END), failed_head = ?
       WHERE tenant_id = ? AND connection_id = ? AND conversation_id = ? AND direction = ?
         AND lease_token = ? AND lease_until > NOW(3)`,
      (tenantId) => [
        ...[head, head],
        ...[tenantId, lane.connectionId, lane.conversationId, lane.direction, lease.token],
      ],
      ({ affected, insertId }) => (affected === 1 ? insertId : 0),
    );
  }
}
