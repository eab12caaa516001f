import type { TenantDb } from '../tenant-db.ts';
import { type SyncRun, toRun } from './sync-run-rows.ts';

/** What one tenant's work looks like from outside. */
export interface WorkStanding {
  /** Since when its lane that waits longest, held or not, has had work; null: none has. */
  oldestDueAt: Date | null;
  /** When the oldest message of a customer that has not ended came in, whatever it waits for; null: all have. */
  oldestUnendedAt: Date | null;
  /** DeadLetters that nobody has settled: messages in either direction that could not be carried. */
  dead: number;
}

/** What the doctor reads of one tenant. Nothing here belongs on a message's way. */
export class Checkup {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** `since`: messages that came in, or died, before are not looked at. */
  async work(input: { at: Date; since: Date }): Promise<WorkStanding> {
    const { at, since } = input;
    const lane = await this.#db
      .select('lanes')
      .where('due_at', '<=', at)
      .select('due_at')
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    const unended = await this.#db
      .select('inbound_messages')
      .where('id', '>=', firstIdAt(since))
      .where('state', '<>', 'ended')
      .select('received_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    const dead = await this.#db
      .select('dead_letters')
      .where('died_at', '>=', since)
      .where('state', '=', 'dead')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return {
      oldestDueAt: lane?.due_at ?? null,
      oldestUnendedAt: unended?.received_at ?? null,
      dead: Number(dead.count),
    };
  }

  /** The newest SyncRun, over or not; null: there has been none lately. */
  async lastSyncRun(): Promise<SyncRun | null> {
    const row = await this.#db
      .select('sync_runs')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? toRun(row) : null;
  }

  /** Whether the inbox is claimed by this connection, so that its webhooks without a key find the tenant. */
  async isInboxClaimed(input: { connectionId: string; inboxId: number }): Promise<boolean> {
    const row = await this.#db
      .select('inbox_routes')
      .where('inbox_id', '=', input.inboxId)
      .where('connection_id', '=', input.connectionId)
      .select('inbox_id')
      .executeTakeFirst();
    return row !== undefined;
  }
}

/** Ids are UUIDv7: they begin with their time, so that a range of them is a stretch of time. */
const firstIdAt = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};
