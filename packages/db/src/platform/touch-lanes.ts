import { CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { Statement } from '../statement.ts';
import type { NewInbound } from './accept-inbound.ts';

/**
 * Says that the lanes which stored events wake have work; none when they wake none. Sorted by key, so that two transactions
 * never wait for each other in a circle.
 */
export function touchLanes(db: Kysely<Tables>, rows: readonly NewInbound[]): Statement<void>[] {
  const lanes = new Map<string, unknown[]>();
  for (const row of rows) {
    if (!row.wakes) continue;
    const name = `${row.tenantId} ${row.connectionId} ${row.conversationId} ${row.wakes}`;
    const dueAt = row.availableAt ?? row.receivedAt;
    const known = lanes.get(name)?.[4];
    if (known instanceof Date && known <= dueAt) continue;
    lanes.set(name, [row.tenantId, row.connectionId, row.conversationId, row.wakes, dueAt]);
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
  return [new Statement(db, { query, read: () => undefined })];
}
