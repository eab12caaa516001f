import type { Kysely } from 'kysely';
import { countRows, each, inLots } from '../change-rows.ts';
import { piece } from '../piece.ts';
import type { Tables } from '../schema/tables.ts';
import { Statement } from '../statement.ts';
import type { EchoEffect, NewInbound } from './accept-inbound.ts';

interface Echo {
  row: NewInbound;
  effect: EchoEffect;
}

/** Echoes settle sends, sorted by key as lanes are (touch-lanes.ts). `onHeld` is told of those that were in doubt until now: their lane to the channel waits for it. */
export function confirmSends(
  db: Kysely<Tables>,
  rows: readonly NewInbound[],
  onHeld: (row: NewInbound) => void,
): Statement<void>[] {
  const echoes = rows
    .flatMap((row): Echo[] => (row.effect?.type === 'echo' ? [{ row, effect: row.effect }] : []))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (echoes.length === 0) return [];
  const { queries, read } = inLots(
    echoes,
    ({ effect }) => [effect.outboundId],
    (lot) => countRows(settled, lot),
  );
  const tell = (doubts: readonly number[]): void => {
    for (const [index, { row }] of echoes.entries()) if (doubts[index]) onHeld(row);
  };
  return [new Statement(db, { queries, read: (answers) => tell(read(answers)) })];
}

const nameOf = ({ row, effect }: Echo): string => `${row.tenantId} ${effect.outboundId}`;

const settled = {
  table: 'outbound_messages o',
  by: ['o.tenant_id', 'o.id', 'o.connection_id', 'o.conversation_id'],
  rowsOf: ({ row, effect }: Echo) => [
    [row.tenantId, effect.outboundId, row.connectionId, row.conversationId],
  ],
  column: 'o.id',
  and: () => piece("o.state IN ('sending', 'unknown')"),
  set: {
    'o.state': "'sent'",
    'o.settle_at': 'NULL',
    'o.channel_message_id': each(({ effect }: Echo) => effect.channelMessageId),
    'o.sent_at': each(({ row }: Echo) => row.receivedAt),
  },
  counter: 'o.attempts',
  counts: "o.state = 'unknown'",
};
