import type { Direction } from '@tandem/schemas';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** The lanes of one direction that have work, now or at a time. */
export interface LaneCount {
  direction: Direction;
  lanes: number;
  /** Due by now and held by nobody. */
  due: number;
  held: number;
  /** Since when the longest waiting of those that are due is due. */
  oldestDueAt: Date | null;
}

/** One lane with work, and what in it waits since when; null: nothing of the kind. */
export interface WaitingLane {
  direction: Direction;
  dueAt: Date;
  held: boolean;
  /** The oldest message not taken yet: of the customer on the way to the engine, of the bot on the way to the channel. */
  pendingSince: Date | null;
  /** The oldest of them that may not be taken yet. */
  pacedSince: Date | null;
  /** What is being carried: the oldest turn, or message to the channel. */
  carriedSince: Date | null;
  /** The oldest of them that waits for another attempt. */
  retrySince: Date | null;
  /** The oldest message of which nobody knows whether it arrived. */
  unknownSince: Date | null;
}

export interface LaneOverview {
  counts: LaneCount[];
  /** Whether there are more lanes with work than were counted. */
  isCut: boolean;
  /** The lanes that are due first, at most `lookedMax`. */
  waiting: WaitingLane[];
}

/** What one look reads at most, however many tenants and lanes there are. */
export interface OverviewBounds {
  countedMax: number;
  lookedMax: number;
}

/**
 * A bounded look at all lanes with work, the longest due first: by the index `due`, then by each lane's own index. Costs
 * nothing that grows with tenants, conversations or history.
 */
export async function readLaneOverview(
  db: Kysely<Tables>,
  input: OverviewBounds & { now: Date },
): Promise<LaneOverview> {
  const { now, countedMax } = input;
  const counted = await sql<CountRow>`
    SELECT direction, COUNT(*) AS lanes, SUM(held) AS held, SUM(due_at <= ${now} AND NOT held) AS due,
      MIN(CASE WHEN due_at <= ${now} AND NOT held THEN due_at END) AS oldest_due_at
    FROM (
      SELECT direction, due_at, lease_until IS NOT NULL AND lease_until > NOW(3) AS held
      FROM lanes FORCE INDEX (due) WHERE due_at IS NOT NULL ORDER BY due_at LIMIT ${sql.lit(countedMax)}
    ) AS counted GROUP BY direction`.execute(db);
  const counts = counted.rows.map((row) => ({
    direction: row.direction,
    lanes: Number(row.lanes),
    due: Number(row.due),
    held: Number(row.held),
    oldestDueAt: row.oldest_due_at,
  }));
  const waiting = await readWaiting(db, input);
  return { counts, isCut: counts.reduce((sum, { lanes }) => sum + lanes, 0) >= countedMax, waiting };
}

interface CountRow {
  direction: Direction;
  lanes: number | string;
  due: number | string;
  held: number | string;
  oldest_due_at: Date | null;
}

async function readWaiting(
  db: Kysely<Tables>,
  { now, lookedMax }: OverviewBounds & { now: Date },
): Promise<WaitingLane[]> {
  const here = (alias: string) =>
    sql.raw(
      `${alias}.tenant_id = l.tenant_id AND ${alias}.connection_id = l.connection_id AND ${alias}.conversation_id = l.conversation_id`,
    );
  const inbound = sql`(SELECT MIN(i.received_at) FROM inbound_messages i FORCE INDEX (lane) WHERE ${here('i')}
    AND i.state = 'pending' AND ((l.direction = 'to-engine' AND i.kind IN ('customer-message', 'choice'))
      OR (l.direction = 'to-channel' AND i.kind IN ('reply', 'widget-open')))`;
  const turn = sql`SELECT MIN(t.created_at) FROM turns t FORCE INDEX (lane) WHERE ${here('t')} AND t.state = 'sending'`;
  const outbound = sql`SELECT MIN(o.created_at) FROM outbound_messages o FORCE INDEX (lane) WHERE ${here('o')}`;
  const { rows } = await sql<WaitingRow>`
    SELECT l.direction, l.due_at, l.lease_until IS NOT NULL AND l.lease_until > NOW(3) AS held,
      ${inbound}) AS pending_since,
      ${inbound} AND i.available_at > ${now}) AS paced_since,
      CASE l.direction WHEN 'to-engine' THEN (${turn})
        ELSE (${outbound} AND o.state IN ('pending', 'sending', 'unknown')) END AS carried_since,
      CASE l.direction WHEN 'to-engine' THEN (${turn} AND t.next_attempt_at > ${now})
        ELSE (${outbound} AND o.state = 'pending' AND o.next_attempt_at > ${now}) END AS retry_since,
      CASE l.direction WHEN 'to-engine' THEN NULL ELSE (${outbound} AND o.state = 'unknown') END AS unknown_since
    FROM (
      SELECT tenant_id, connection_id, conversation_id, direction, due_at, lease_until
      FROM lanes FORCE INDEX (due) WHERE due_at IS NOT NULL ORDER BY due_at LIMIT ${sql.lit(lookedMax)}
    ) AS l`.execute(db);
  return rows.map((row) => ({
    direction: row.direction,
    dueAt: row.due_at,
    held: Boolean(Number(row.held)),
    pendingSince: row.pending_since,
    pacedSince: row.paced_since,
    carriedSince: row.carried_since,
    retrySince: row.retry_since,
    unknownSince: row.unknown_since,
  }));
}

interface WaitingRow {
  direction: Direction;
  due_at: Date;
  held: number | string;
  pending_since: Date | null;
  paced_since: Date | null;
  carried_since: Date | null;
  retry_since: Date | null;
  unknown_since: Date | null;
}
