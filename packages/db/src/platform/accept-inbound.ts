import type { ConversationKey, Direction, InboundId, OutboundId } from '@tandem/schemas';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { onceMoreAfterDeadlock, oneQuery, Statement, sendAtomically, sendTogether } from '../statement.ts';
import { applyEffect } from './apply-effect.ts';
import type { OwnerEffect } from './change-owner.ts';
import { confirmSends } from './confirm-sends.ts';
import type { DeletedEffect } from './delete-message.ts';
import { asNew, insertInbound, tellApart } from './insert-inbound.ts';
import { touchLanes } from './touch-lanes.ts';

/** What an event changes beside being stored, in the same commit. */
export type Effect = OwnerEffect | EchoEffect | DeletedEffect;

/** The proof that a send arrived. */
export interface EchoEffect {
  type: 'echo';
  outboundId: OutboundId;
  channelMessageId: number;
}

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
  const settled: NewInbound[] = [];
  const hold = (row: NewInbound) => void settled.push(row);
  const accepted = rows.every(mayRepeat)
    ? await storeAtOnce(db, rows, hold)
    : await storeInTurn(db, rows, hold);
  // Only saves the time until these lanes would look by themselves.
  if (settled.length > 0) await sendTogether(db, touchLanes(db, settled.map(toChannel)));
  return accepted.map((one, index) => {
    const row = rows[index];
    if (!row || one.duplicate) return one;
    return { ...one, wakes: settled.includes(row) ? 'to-channel' : row.wakes };
  });
}

const toChannel = (row: NewInbound): NewInbound => ({ ...row, wakes: 'to-channel' });

/** What does no more the second time: an echo finds its send settled, and a lane that is looked at again has nothing to do. */
const mayRepeat = ({ effect }: NewInbound): boolean => effect === null || effect.type === 'echo';

type Hold = (row: NewInbound) => void;

/** One round trip: the rows and what follows from them, be they new or not. */
async function storeAtOnce(db: Kysely<Tables>, rows: readonly NewInbound[], hold: Hold): Promise<Accepted[]> {
  const insert = new Statement(
    db,
    oneQuery(insertInbound(rows), ({ affected }) => affected),
  );
  const statements = [insert, ...followsOf(db, rows, hold)];
  const [affected] = await sendAtomically(db, { before: [], statements });
  return affected === rows.length ? rows.map(asNew) : await tellApart(db, rows);
}

/** Two round trips: the rows; then, knowing which of them are new, all that follows from these, and the commit. */
async function storeInTurn(db: Kysely<Tables>, rows: readonly NewInbound[], hold: Hold): Promise<Accepted[]> {
  // Chatwoot never sends an account webhook again: a deadlock, which undid all of it, is worth one more try.
  return await onceMoreAfterDeadlock(db, () =>
    db.connection().execute(async (connection) => {
      try {
        await connection.executeQuery(CompiledQuery.raw('begin'));
        // Not as a statement: that would be said again alone after a deadlock, which has ended the transaction.
        const { numAffectedRows } = await connection.executeQuery(insertInbound(rows));
        const allNew = numAffectedRows === BigInt(rows.length);
        const accepted = allNew ? rows.map(asNew) : await tellApart(connection, rows);
        const fresh = rows.filter((_, index) => accepted[index]?.duplicate === false);
        await sendTogether(connection, [...followsOf(connection, fresh, hold), plain(connection, 'commit')]);
        return accepted;
      } catch (error) {
        await connection.executeQuery(CompiledQuery.raw('rollback'));
        throw error;
      }
    }),
  );
}

/** Effects, and the lanes that have work. */
const followsOf = (db: Kysely<Tables>, rows: readonly NewInbound[], hold: Hold): Statement<void>[] => [
  ...confirmSends(db, rows, hold),
  ...rows.flatMap((row) =>
    row.effect && row.effect.type !== 'echo' ? applyEffect(db, row, row.effect, () => hold(row)) : [],
  ),
  ...touchLanes(db, rows),
];

const plain = (db: Kysely<Tables>, text: string): Statement<void> =>
  new Statement(
    db,
    oneQuery(CompiledQuery.raw(text), () => undefined),
  );
