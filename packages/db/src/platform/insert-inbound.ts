import type { InboundId } from '@tandem/schemas';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import type { Accepted, NewInbound } from './accept-inbound.ts';

/**
 * Stores what is not there yet, and answers the affected-rows sum: 1 for each row that is new, 2 for a duplicate, which only
 * counts itself.
 */
export const insertInbound = (rows: readonly NewInbound[]): CompiledQuery =>
  CompiledQuery.raw(`${head}${rows.map(() => oneRow).join(',')}${tail}`, rows.flatMap(parameters));

/** Of a row that is stored now. */
export const asNew = ({ id }: NewInbound): Accepted => ({ id, duplicate: false, wakes: null });

/** Reads which rows were stored before, once the sum has shown that some were. */
export async function tellApart(db: Kysely<Tables>, rows: readonly NewInbound[]): Promise<Accepted[]> {
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
const head = `INSERT INTO inbound_messages (${columns.join(', ')}) VALUES `;
const tail = ' ON DUPLICATE KEY UPDATE duplicates = duplicates + 1';
const oneRow = `(${columns.map(() => '?').join(',')})`;

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
