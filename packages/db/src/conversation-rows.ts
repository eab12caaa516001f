import type { ConversationKey } from '@tandem/schemas';
import { CompiledQuery } from 'kysely';
import { isOneOf, type Piece, piece } from './piece.ts';
import type { Merged, Shape } from './shape.ts';

/** Rows read for many conversations at once, at most. */
const rowsOfManyMax = 500;

/** What names a conversation, and begins an index of each table that has rows of one. */
export const conversationColumns = ['tenant_id', 'connection_id', 'conversation_id'];

export const conversationValues = (key: ConversationKey): readonly unknown[] => [
  key.tenantId,
  key.connectionId,
  key.conversationId,
];

interface KeyColumns {
  tenant_id: string;
  connection_id: string;
  conversation_id: number;
}

interface ConversationRows<Of extends ConversationKey, Row, Result, Unread> {
  columns: string;
  /** The table, with the index to be used. */
  from: string;
  /** Narrows what is read of a conversation; `parameters` fill its places. `fits` says the same of a row that was read. */
  and?: {
    text(given: Of): string;
    parameters(given: Of): readonly unknown[];
    fits(row: Row, given: Of): boolean;
  };
  orderBy?: string;
  /** The same order, for rows of many: they are sorted here, for less than the server takes. */
  compare?(a: Row, b: Row): number;
  /** How many rows of one conversation are read at most; `unread` stands for those of many that are too many together. */
  limit?: { of(given: Of): number; unread: Unread };
  read(rows: readonly Row[]): Result;
}

/** A statement that reads rows of a conversation. */
export interface ReadConversation<Of extends ConversationKey, Result, Unread> {
  /** For one conversation. */
  alone(given: Of): { query: CompiledQuery; read(answer: Rows): Result };
  /** One query for many. */
  shape: Shape<Of, Result | Unread>;
}

/** Whether a row is one of a conversation. */
export const isOf = (row: KeyColumns, key: ConversationKey): boolean =>
  row.conversation_id === key.conversationId &&
  row.connection_id === key.connectionId &&
  row.tenant_id === key.tenantId;

/** By id, which is ASCII: as the server's `ORDER BY id`. */
export const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** A read of a conversation's rows, for one conversation and for many at once. */
export function conversationRows<Of extends ConversationKey, Row, Result, Unread = never>(
  rows: ConversationRows<Of, Row, Result, Unread>,
): ReadConversation<Of, Result, Unread> {
  const { columns, from, and, orderBy, compare, limit } = rows;
  const select = (all: readonly Of[], wanted: string, order: string, atMost: number | undefined) => {
    const conditions = conditionsOf(all, and);
    return CompiledQuery.raw(
      `SELECT ${wanted} FROM ${from} WHERE ${conditions.map(({ text }) => text).join(' OR ')}${order}${limit ? ' LIMIT ?' : ''}`,
      [...conditions.flatMap(({ parameters }) => parameters), ...(atMost === undefined ? [] : [atMost])],
    );
  };
  const alone = (given: Of) => ({
    query: select([given], columns, orderBy === undefined ? '' : ` ORDER BY ${orderBy}`, limit?.of(given)),
    read: (answer: Rows) => rows.read(asRows<Row>(answer)),
  });
  const many = (all: readonly Of[]): Merged<Result | Unread> => ({
    queries: [select(all, `${conversationColumns.join(', ')}, ${columns}`, '', limit && rowsOfManyMax)],
    read: ([answer]) => {
      const found = asRows<Row & KeyColumns>(answer);
      if (limit && found.length >= rowsOfManyMax) return all.map(() => limit.unread);
      const sorted = compare ? found.toSorted(compare) : found;
      return all.map((given) =>
        rows.read(sorted.filter((row) => isOf(row, given) && (and?.fits(row, given) ?? true))),
      );
    },
  });
  const shape = (all: readonly Of[]): Merged<Result | Unread> => {
    const [first, second] = all;
    if (!first || second) return many(all);
    const { query, read } = alone(first);
    return { queries: [query], read: ([answer]) => [read(answer ?? { rows: [] })] };
  };
  return { alone, shape };
}

/** One condition for all conversations that have the same `and`. */
function conditionsOf<Of extends ConversationKey>(
  all: readonly Of[],
  and: ConversationRows<Of, never, unknown, unknown>['and'],
): Piece[] {
  const besideOf = (given: Of) => and && piece(and.text(given), ...and.parameters(given));
  const alike = Map.groupBy(all, (given) => JSON.stringify(besideOf(given)));
  return [...alike.values()].map((some) => {
    const these = isOneOf(conversationColumns, some.map(conversationValues));
    const beside = some[0] && besideOf(some[0]);
    if (!beside) return these;
    return piece(`(${these.text} AND ${beside.text})`, ...these.parameters, ...beside.parameters);
  });
}

interface Rows {
  rows: readonly unknown[];
}

/** A row has the columns that were selected for it. */
const asRows = <Row>(answer: Rows | undefined): readonly Row[] => (answer?.rows ?? []) as readonly Row[];
