import type { ConversationKey, Direction, InboundId, OutboundId } from '@tandem/schemas';
import { CompiledQuery, type Kysely } from 'kysely';
import { isDeadlock } from '../db-errors.ts';
import { preparedMark } from '../kysely-pool.ts';
import type { Tables } from '../schema/tables.ts';
import { Statement, sendTogether } from '../statement.ts';
import { applyEffect } from './apply-effect.ts';
import type { OwnerEffect } from './change-owner.ts';
import type { DeletedEffect } from './delete-message.ts';
import { touchLanes } from './touch-lanes.ts';

/** What an event changes beside being stored, in the same commit. */
export type Effect =
  | OwnerEffect
  | { type: 'echo'; outboundId: OutboundId; channelMessageId: number }
  | DeletedEffect;

/** One verified notification to be stored. */
export interface NewInbound extends ConversationKey {
  id: InboundId;
  kind: string;
  source: string;
  channelMessageId: number | null;
  /** Unique within the tenant's connection: the same meaning gives the same key. */
  dedupeKey: string;
  receivedAt: Date;
  /** Not to be taken before this; null: at once. */
  availableAt: Date | null;
  body: Buffer;
  /** The lane that has work now; null for what is only recorded. */
  wakes: Direction | null;
  effect: Effect | null;
}

export interface Accepted {
  /** The stored row's id: the earlier one for a duplicate. */
  id: InboundId;
  duplicate: boolean;
  /** The lane that has work because of it. */
  wakes: Direction | null;
}

/** Stores notifications of any tenants in one transaction: all of them or none. Answers in the order given. */
export async function acceptInbound(db: Kysely<Tables>, rows: readonly NewInbound[]): Promise<Accepted[]> {
  try {
    return await storeAll(db, rows);
  } catch (error) {
    // Chatwoot never sends an account webhook again: a deadlock, which undid all of it, is worth one more try.
    if (!isDeadlock(error)) throw error;
    return await storeAll(db, rows);
  }
}

/**
 * Two round trips: the rows; then, knowing which of them are new, all that follows from these, and the commit. A lane held up
 * by a send whose outcome nobody knew looks again at once, and so does one whose conversation changed its owner: a third, which only
 * saves the time until it would by itself.
 */
async function storeAll(db: Kysely<Tables>, rows: readonly NewInbound[]): Promise<Accepted[]> {
  const settled: NewInbound[] = [];
  const accepted = await db.connection().execute(async (connection) => {
    try {
      const accepted = await insertOnce(connection, rows);
      const fresh = rows.filter((_, index) => accepted[index]?.duplicate === false);
      const effects = fresh.flatMap((row) =>
        row.effect ? applyEffect(connection, row, row.effect, () => settled.push(row)) : [],
      );
      const follows = [...effects, ...touchLanes(connection, fresh)];
      await sendTogether(connection, [...follows, plain(connection, 'commit')]);
      return accepted;
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
      throw error;
    }
  });
  const held = settled.map((row) => ({ ...row, wakes: 'to-channel' as const }));
  if (held.length > 0) await sendTogether(db, touchLanes(db, held));
  return accepted.map((one, index) => {
    const row = rows[index];
    if (!row || one.duplicate) return one;
    return { ...one, wakes: settled.includes(row) ? 'to-channel' : row.wakes };
  });
}

const plain = (db: Kysely<Tables>, text: string): Statement<void> =>
  new Statement(db, { query: CompiledQuery.raw(text), read: () => undefined });

/** A duplicate only counts itself, which the affected-rows sum shows (1 inserted, 2 updated); only then is anything read. */
async function insertOnce(db: Kysely<Tables>, rows: readonly NewInbound[]): Promise<Accepted[]> {
  await db.executeQuery(CompiledQuery.raw('begin'));
  const { numAffectedRows } = await db.executeQuery(
    CompiledQuery.raw(`${insertHead}${values(rows.length)}${insertTail}`, rows.flatMap(parameters)),
  );
  if (numAffectedRows === BigInt(rows.length))
    return rows.map((row) => ({ id: row.id, duplicate: false, wakes: null }));
  const stored = await db
    .selectFrom('inbound_messages')
    .where((eb) =>
      eb.or(
        rows.map((row) =>
          eb.and({
            tenant_id: row.tenantId as string,
            connection_id: row.connectionId as string,
            dedupe_key: row.dedupeKey,
          }),
        ),
      ),
    )
    .select(['tenant_id', 'connection_id', 'dedupe_key', 'id'])
    .execute();
  const idByMeaning = new Map(
    stored.map((row) => [`${row.tenant_id} ${row.connection_id} ${row.dedupe_key}`, row.id]),
  );
  return rows.map((row) => {
    const id = idByMeaning.get(`${row.tenantId} ${row.connectionId} ${row.dedupeKey}`) ?? row.id;
    return { id: id as InboundId, duplicate: id !== row.id, wakes: null };
  });
}

const columns = [
  'tenant_id',
  'id',
  'connection_id',
  'conversation_id',
  'kind',
  'source',
  'channel_message_id',
  'dedupe_key',
  'state',
  'available_at',
  'end_kind',
  'ended_at',
  'received_at',
  'body',
];
const insertHead = `${preparedMark}INSERT INTO inbound_messages (${columns.join(', ')}) VALUES `;
const insertTail = ' ON DUPLICATE KEY UPDATE duplicates = duplicates + 1';
const oneRow = `(${columns.map(() => '?').join(',')})`;
const values = (count: number) => Array.from({ length: count }, () => oneRow).join(',');

const parameters = (row: NewInbound) => [
  row.tenantId,
  row.id,
  row.connectionId,
  row.conversationId,
  row.kind,
  row.source,
  row.channelMessageId,
  row.dedupeKey,
  row.wakes ? 'pending' : 'ended',
  row.availableAt,
  row.wakes ? null : 'recorded',
  row.wakes ? null : row.receivedAt,
  row.receivedAt,
  row.body,
];
