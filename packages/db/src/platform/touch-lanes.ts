import type { Direction } from '@tandem/schemas';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { oneQuery, Statement } from '../statement.ts';
import type { NewInbound } from './accept-inbound.ts';

/** The lane that has work because of an event, and when: timers of an owner, and telling the bot, are work of the lane to the channel. */
function wokenBy(row: NewInbound): { direction: Direction | null; dueAt: Date | null } {
  if (row.wakes) return { direction: row.wakes, dueAt: row.availableAt ?? row.receivedAt };
  if (row.effect?.type !== 'owner') return { direction: null, dueAt: null };
  const { owner, resumeAt } = row.effect.state;
  return { direction: 'to-channel', dueAt: owner === 'bot' ? row.receivedAt : resumeAt };
}

/**
 * Says that the lanes which stored events wake have work; none when they wake none. Sorted by key, so that two transactions
 * never wait for each other in a circle.
 */
export function touchLanes(db: Kysely<Tables>, rows: readonly NewInbound[]): Statement<void>[] {
  const lanes = new Map<string, unknown[]>();
  for (const row of rows) {
    const { direction, dueAt } = wokenBy(row);
    if (!direction || !dueAt) continue;
    const name = `${row.tenantId} ${row.connectionId} ${row.conversationId} ${direction}`;
    const known = lanes.get(name)?.[4];
    if (known instanceof Date && known <= dueAt) continue;
    lanes.set(name, [row.tenantId, row.connectionId, row.conversationId, direction, dueAt]);
  }
  if (lanes.size === 0) return [];
  const sorted = [...lanes.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lane]) => lane);
  const places = sorted.map(() => '(?,?,?,?,?,1)').join(',');
  const query = CompiledQuery.raw(
    `INSERT INTO lanes (tenant_id, connection_id, conversation_id, direction, due_at, dirty) VALUES ${places}
     ON DUPLICATE KEY UPDATE dirty = 1,
       due_at = CASE WHEN due_at IS NULL OR due_at > VALUES(due_at) THEN VALUES(due_at) ELSE due_at END`,
    sorted.flat(),
  );
  return [
    new Statement(
      db,
      oneQuery(query, () => undefined),
    ),
  ];
}
