import type { LedgerEvent } from '@tandem/db';
import { AppError, type TenantId } from '@tandem/schemas';
import type { MessageEvent } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { type EventCursor, nameLength, readCursor, toldMax, writeCursor } from './event-cursor.ts';
import { plainReason } from './reason-words.ts';

/** What is committed later than it is dated, or dated by another clock, is still found: longer than an accept may take. */
const lateMs = 5_000;
/** A message that gets its end later than this is told of no more. */
const openForMs = 3_600_000;
/** Who was away for longer begins anew. */
const awayMaxMs = 3_600_000;
const eventsMax = 500;

interface ReadEvents {
  tenantId: TenantId;
  /** Where to go on: as told before, or the id of an event; null: from now on. */
  after: EventCursor | string | null;
}

/**
 * What happened in a tenant since the last time, each thing once, in the order of time. Nothing is kept for who listens but
 * what `id` says, so that he goes on at any process. AppError `bad_request`: the id is none of an event, or too old.
 */
export async function readEvents(
  context: AdminContext,
  { tenantId, after }: ReadEvents,
): Promise<{ events: MessageEvent[]; next: EventCursor; id: string }> {
  const now = context.now();
  const cursor = typeof after === 'string' ? readCursor(after) : (after ?? { from: now, told: [] });
  if (now.getTime() - cursor.from.getTime() > awayMaxMs + lateMs)
    throw new AppError('bad_request', { public: 'This is too long ago: follow from now on, without an id.' });
  const { ledgerEvents } = context.database.enter(tenantId);
  const madeAt = new Date(cursor.from.getTime() - openForMs);
  const found = await ledgerEvents.since({ at: cursor.from, madeAt });
  const { told, next } = untold(found, { cursor, now });
  return { events: told.map(toEvent), next, id: writeCursor(shortened(found, next)) };
}

interface Untold {
  cursor: EventCursor;
  now: Date;
}

/** What is still to be told, and where to go on: behind the last told when more is left. Pure. */
export function untold(
  found: readonly LedgerEvent[],
  { cursor, now }: Untold,
): { told: LedgerEvent[]; next: EventCursor } {
  const known = new Set(cursor.told);
  const fresh = found.filter((event) => !known.has(nameOf(event)));
  const told = fresh.slice(0, eventsMax);
  const last = told.at(-1);
  const until = fresh.length > told.length && last ? last.at : now;
  const from = new Date(Math.max(cursor.from.getTime(), until.getTime() - lateMs));
  const isTold = new Set([...known, ...told.map(nameOf)]);
  const recent = found.filter((event) => event.at >= from && isTold.has(nameOf(event)));
  return { told, next: { from, told: recent.map(nameOf) } };
}

/** A cursor short enough for an id: where much happened it looks back less, so that nothing is told twice. Pure. */
export function shortened(found: readonly LedgerEvent[], cursor: EventCursor): EventCursor {
  if (cursor.told.length <= toldMax) return cursor;
  const told = new Set(cursor.told);
  const kept = found.filter((event) => told.has(nameOf(event))).slice(-toldMax);
  const from = new Date((kept[0]?.at.getTime() ?? 0) + 1);
  return { from, told: kept.filter(({ at }) => at >= from).map(nameOf) };
}

/** The end of an id is its random part: enough of it to tell what happened within seconds apart. */
function nameOf({ type, id }: LedgerEvent): string {
  const random = Buffer.from(id.replaceAll('-', '').slice(-10), 'hex').toString('base64url');
  return `${letters[type]}${random.slice(1 - nameLength)}`;
}

const letters: Record<LedgerEvent['type'], string> = {
  accepted: 'a',
  turn: 't',
  ended: 'e',
  queued: 'q',
  shown: 's',
  owner: 'o',
  dead: 'd',
};

const toEvent = ({ at, reason, ...event }: LedgerEvent): MessageEvent => ({
  ...event,
  at: at.toISOString(),
  reason: reason === null ? null : plainReason(reason),
});
